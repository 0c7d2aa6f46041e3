package org.sdptbench.harness.data.coco;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.ClassPrompt;
import org.sdptbench.glip.text.Tokenizer;

/** Whether a class can be asked for: its name must fit into a caption, and leave a token there. */
final class ClassNames {
  /** Tokens of a caption, [CLS] and [SEP] included, of every backbone. */
  private static final int MOST_TOKENS = 256;

  /** A letter or mark makes up to three once decomposed, so that a shorter name fits anyhow. */
  private static final int SURELY_FITS = (MOST_TOKENS - 2) / 3;

  /** What is allowed, for messages. */
  static final String ALLOWED = "a name that fits into a caption of %s".formatted(MOST_TOKENS);

  private static final int PRINTED = 60;

  /** What is wrong with a name, in words; empty if nothing is. */
  Optional<String> problem(String name) {
    try {
      ClassPrompt prompt = ClassPrompt.of(name);
      if (name.length() <= SURELY_FITS && name.chars().anyMatch(Character::isLetterOrDigit)) {
        return Optional.empty();
      }
      int tokens = tokens(prompt);
      return tokens <= MOST_TOKENS
          ? Optional.empty()
          : Optional.of("%s of %s tokens".formatted(quoted(name), tokens));
    } catch (IllegalArgumentException e) {
      return Optional.of("%s, of which a caption keeps nothing".formatted(quoted(name)));
    }
  }

  /** Such names are rare: the tokenizer is read for each. */
  private static int tokens(ClassPrompt prompt) {
    try (Tokenizer tokenizer = Tokenizer.bertBaseUncased()) {
      return new Captions(tokenizer, MOST_TOKENS).tokensOf(prompt);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String quoted(String name) {
    return name.length() <= PRINTED
        ? "\"%s\"".formatted(name)
        : "\"%s...\"".formatted(name.substring(0, PRINTED));
  }
}
