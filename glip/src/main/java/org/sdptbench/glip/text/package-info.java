/**
 * From class names to text features.
 *
 * <pre>
 * Tokenizer tokenizer = Tokenizer.bertBaseUncased();
 * Captions captions = new Captions(tokenizer, config.text().maxTokens());
 * Caption caption = captions.of(List.of("jellyfish", "penguin"));
 * // text:      "jellyfish. penguin"
 * // tokens:    [CLS] jelly ##fish . penguin [SEP] [PAD] …
 * // positives: jellyfish → 1, 2; penguin → 4
 * List<Caption> batch = List.of(caption);
 * TextState text = bert.forward(pass, Caption.ids(batch), Caption.mask(batch));
 * </pre>
 *
 * <p>The detector scores regions against tokens; {@link org.sdptbench.glip.text.PositiveMap} leads
 * from tokens back to classes. Captions too long for the encoder are cut into {@linkplain
 * org.sdptbench.glip.text.Captions#chunks chunks}.
 *
 * <p>{@link org.sdptbench.glip.text.Bert} encodes captions; its {@link
 * org.sdptbench.glip.text.BertLayer} also stands, with clamps, in the fusion tower.
 *
 * <p>The official code drops features and attention weights while it trains. The backbone is frozen
 * here and stays in evaluation mode: nothing is dropped.
 */
@NullMarked
package org.sdptbench.glip.text;

import org.jspecify.annotations.NullMarked;
