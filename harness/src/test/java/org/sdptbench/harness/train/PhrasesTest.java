package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.ClassPrompt;
import org.sdptbench.glip.text.Tokenizer;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.WrittenPrompts;

class PhrasesTest {
  private static List<Prompt> prompts(List<String> names, WrittenPrompts written, int atMost)
      throws IOException {
    List<Category> classes =
        IntStream.range(0, names.size()).mapToObj(i -> new Category(i + 1, names.get(i))).toList();
    try (Tokenizer tokenizer = Tokenizer.bertBaseUncased()) {
      return Prompts.of(new Captions(tokenizer, 256), classes, written, atMost);
    }
  }

  @Test
  void glipScoresTheNameAndTheReleaseAllWordsOfThePhrase() throws IOException {
    WrittenPrompts written =
        new WrittenPrompts(
            Map.of("pothole", new ClassPrompt("there are some ", "holes", " on the road")));
    Prompt prompt = prompts(List.of("fish", "pothole"), written, 9).get(0);
    // [CLS] fish . there are some holes on the road [SEP]
    assertThat(Phrases.NAMES.tokens(prompt)).isEqualTo(Map.of(0, List.of(1), 1, List.of(6)));
    assertThat(Phrases.RELEASE.tokens(prompt))
        .isEqualTo(Map.of(0, List.of(1), 1, List.of(3, 4, 5, 6, 7, 8, 9)));
  }

  @Test
  void theReleaseForgetsTheEightiethClass() throws IOException {
    List<String> names = IntStream.range(0, 80).mapToObj(i -> "dog").toList();
    Prompt prompt = prompts(names, WrittenPrompts.NONE, 80).get(0);
    assertThat(Phrases.NAMES.tokens(prompt)).hasSize(80);
    assertThat(Phrases.RELEASE.tokens(prompt)).hasSize(79).doesNotContainKey(79);
  }

  @Test
  void theReleaseCountsAnewInEveryCaption() throws IOException {
    List<Prompt> prompts = prompts(List.of("cat", "dog", "cow"), WrittenPrompts.NONE, 2);
    assertThat(Phrases.NAMES.tokens(prompts.get(1))).containsOnlyKeys(2);
    assertThat(Phrases.RELEASE.tokens(prompts.get(1))).containsOnlyKeys(0);
  }
}
