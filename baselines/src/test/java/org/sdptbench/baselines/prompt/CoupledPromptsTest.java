package org.sdptbench.baselines.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.text.Token;
import org.sdptbench.glip.text.Tokenizer;

/** The words; what the prompts do, MaPLe's test shows. */
class CoupledPromptsTest {
  @Test
  void theWordsAreThoseOfAPhoto() throws IOException {
    try (Tokenizer tokenizer = Tokenizer.bertBaseUncased()) {
      List<Token> tokens = tokenizer.encode("a photo of a");
      assertThat(tokens.subList(1, tokens.size() - 1).stream().map(Token::id).toList())
          .isEqualTo(CoupledPrompts.WORDS);
    }
  }
}
