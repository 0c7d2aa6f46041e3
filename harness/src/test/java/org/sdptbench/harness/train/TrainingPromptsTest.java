package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.ClassPrompt;
import org.sdptbench.glip.text.Tokenizer;
import org.sdptbench.glip.vision.ImageSize;
import org.sdptbench.glip.vision.PreparedImage;
import org.sdptbench.glip.vision.XyxyBox;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.WrittenPrompts;

class TrainingPromptsTest {
  private static final List<Category> MANY =
      IntStream.range(0, 300).mapToObj(i -> new Category(i + 1, "thing number " + i)).toList();

  private static Tokenizer tokenizer;

  @BeforeAll
  static void open() throws IOException {
    tokenizer = Tokenizer.bertBaseUncased();
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  private static TaskImage showing(Integer... labels) {
    ImageSize size = new ImageSize(1, 1);
    XyxyBox box = new XyxyBox(0, 0, 1, 1);
    return new TaskImage(
        1,
        new PreparedImage(size, size, new byte[3]),
        List.of(labels).stream().map(label -> box).toList(),
        List.of(labels));
  }

  @Test
  void fewClassesStandInOneCaptionForAllImages() {
    TrainingPrompts prompts =
        new TrainingPrompts(
            new Captions(tokenizer, 256),
            List.of(new Category(3, "fish"), new Category(5, "pothole")),
            new WrittenPrompts(
                Map.of("pothole", new ClassPrompt("there are some ", "holes", " on the road"))));
    SplittableRandom random = new SplittableRandom(1);
    assertThat(prompts.same()).isTrue();
    Prompt prompt = prompts.of(showing(1), random);
    assertThat(prompt.caption().text()).isEqualTo("fish. there are some holes on the road");
    assertThat(prompt.labels()).containsExactly(0, 1);
    assertThat(prompts.of(showing(), random)).isSameAs(prompt);
  }

  @Test
  void manyClassesAreSampledAroundThoseThatTheImageShows() {
    TrainingPrompts prompts =
        new TrainingPrompts(new Captions(tokenizer, 256), MANY, WrittenPrompts.NONE);
    assertThat(prompts.same()).isFalse();
    SplittableRandom random = new SplittableRandom(1);
    Set<Integer> asked = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      Prompt prompt = prompts.of(showing(7, 211, 7), random);
      assertThat(prompt.labels()).contains(7, 211).isSorted().doesNotHaveDuplicates();
      assertThat(prompt.caption().classes()).isEqualTo(prompt.labels().size());
      assertThat(prompt.caption().tokens()).isBetween(245, 256);
      assertThat(prompt.caption().text()).contains("thing number 211");
      asked.addAll(prompt.labels());
    }
    assertThat(asked).as("negatives come round").hasSizeGreaterThan(290);
    assertThat(prompts.of(showing(7), new SplittableRandom(9)))
        .isEqualTo(prompts.of(showing(7), new SplittableRandom(9)));
  }
}
