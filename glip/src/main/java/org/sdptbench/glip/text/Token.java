package org.sdptbench.glip.text;

import org.jspecify.annotations.Nullable;

/**
 * A WordPiece token.
 *
 * @param id its number in the vocabulary
 * @param piece its text there, e.g. {@code ##raf}
 * @param span where it stands in the encoded text; null for the [CLS] and [SEP] that encoding adds
 */
public record Token(int id, String piece, @Nullable CharSpan span) {}
