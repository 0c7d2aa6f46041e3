package org.sdptbench.glip.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.tensor.Scope;

class CaptionsTest {
  private static Tokenizer tokenizer;

  @BeforeAll
  static void open() throws IOException {
    tokenizer = Tokenizer.bertBaseUncased();
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  private static Captions captions(int maxTokens) {
    return new Captions(tokenizer, maxTokens);
  }

  private static List<String> pieces(Caption caption, int c) {
    List<Token> tokens = tokenizer.encode(caption.text());
    return caption.positiveMap().positions().get(c).stream()
        .map(i -> tokens.get(i).piece())
        .toList();
  }

  @Test
  void onlyTheNameOfAPromptIsPositive() {
    Caption caption =
        captions(32)
            .ofPrompts(
                List.of(
                    new ClassPrompt("", "penguin", ", which is black and white"),
                    new ClassPrompt("there is a ", "package", " on the porch")));
    assertThat(caption.text())
        .isEqualTo("penguin, which is black and white. there is a package on the porch");
    assertThat(pieces(caption, 0)).containsExactly("penguin");
    assertThat(pieces(caption, 1)).containsExactly("package");
  }

  @Test
  void namesAreCleaned() {
    assertThat(ClassPrompt.of("bow_(weapon)").name()).isEqualTo("bow ");
    assertThat(ClassPrompt.of("monitor_(computer) computer_monitor").name())
        .isEqualTo("monitor computer monitor");
    assertThatThrownBy(() -> ClassPrompt.of("(nothing)"))
        .hasMessage("class name '(nothing)' is empty once cleaned");
    assertThatThrownBy(() -> new ClassPrompt("a", " ", "b"))
        .hasMessage("a class needs a name, found ' '");
  }

  /** The tokenizer counts code points, Java UTF-16 units: beyond the first plane they differ. */
  @Test
  void positionsHoldBehindCharactersOutsideTheFirstPlane() {
    Caption caption = captions(32).of(List.of("😀 face", "naïve café", "jellyfish"));
    assertThat(pieces(caption, 0)).containsExactly("[UNK]", "face");
    assertThat(pieces(caption, 1)).containsExactly("naive", "cafe");
    assertThat(pieces(caption, 2)).containsExactly("jelly", "##fish");
  }

  @Test
  void aNameWithoutTokensIsAnError() {
    assertThatThrownBy(() -> captions(32).of(List.of("dog", "\u0007", "cat")))
        .hasMessage("class '\u0007' leaves no token in the caption");
    assertThatThrownBy(() -> captions(32).of(List.of()))
        .hasMessage("a caption needs at least one class");
  }

  @Test
  void tooManyClassesSayHowManyFit() {
    // [CLS] dog . dog . dog [SEP]: 2 n + 1 tokens
    assertThat(captions(9).of(Collections.nCopies(4, "dog")).tokens()).isEqualTo(9);
    assertThatThrownBy(() -> captions(9).of(Collections.nCopies(7, "dog")))
        .hasMessage(
            "a caption of 7 classes takes 15 tokens, allowed are 9: the first 4 classes fit");
  }

  @Test
  void chunksHoldAllClassesInOrder() {
    List<ClassPrompt> prompts =
        IntStream.range(0, 50)
            .mapToObj(i -> new ClassPrompt("a ", i % 3 == 0 ? "jellyfish" : "dog", " no " + i))
            .toList();
    for (int atMost : new int[] {3, 40}) {
      List<Caption> chunks = captions(24).chunks(prompts, atMost);
      assertThat(chunks.stream().map(Caption::text).collect(Collectors.joining(". ")))
          .isEqualTo(captions(2000).ofPrompts(prompts).text());
      assertThat(chunks).allMatch(c -> c.classes() <= atMost && c.tokens() <= 24);
      // No chunk could have taken one class more.
      int taken = 0;
      for (Caption chunk : chunks.subList(0, chunks.size() - 1)) {
        List<ClassPrompt> more = prompts.subList(taken, taken + chunk.classes() + 1);
        taken += chunk.classes();
        assertThat(chunk.classes() == atMost || captions(99).ofPrompts(more).tokens() > 24)
            .isTrue();
      }
    }
    assertThatThrownBy(() -> captions(4).chunks(prompts, 40))
        .hasMessage("class 'a jellyfish no 0' alone takes 7 tokens, allowed are 4");
    assertThatThrownBy(() -> captions(24).chunks(prompts, 0))
        .hasMessage("a chunk needs at least one class, allowed are 0");
  }

  @Test
  void longTextsAreNeitherCutNorPadded() {
    assertThat(tokenizer.encode("dog ".repeat(600))).hasSize(602);
    assertThat(tokenizer.encode("dog")).hasSize(3);
  }

  @Test
  void paddingCanBeChanged() {
    Caption caption = captions(9).of(List.of("dog", "person"));
    assertThat(caption.paddedTo(6)).isEqualTo(captions(6).of(List.of("dog", "person")));
    assertThat(caption.paddedTo(5).paddedTo(9)).isEqualTo(caption);
    assertThatThrownBy(() -> caption.paddedTo(4))
        .hasMessage("a caption of 5 tokens does not fit in 4");
  }

  @Test
  void batchesAreArrays() {
    try (Scope scope = new Scope()) {
      Caption one = captions(6).of(List.of("jellyfish"));
      Caption two = captions(6).of(List.of("dog", "person"));
      List<Caption> batch = List.of(one, two);
      NDArray ids = Caption.ids(batch);
      assertThat(ids.getShape().getShape()).containsExactly(2, 6);
      assertThat(ids.toLongArray())
          .containsExactly(101, 20919, 7529, 102, 0, 0, 101, 3899, 1012, 2711, 102, 0);
      assertThat(Caption.mask(batch).toLongArray())
          .containsExactly(1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0);
      NDArray map = two.positiveMap().toArray();
      assertThat(map.getShape().getShape()).containsExactly(2, 6);
      assertThat(map.toBooleanArray())
          .containsExactly(
              false, true, false, false, false, false, false, false, false, true, false, false);
      Caption other = captions(7).of(List.of("dog"));
      assertThatThrownBy(() -> Caption.ids(List.of(one, other)))
          .hasMessage("captions of one batch have one length, found [6, 7]");
    }
  }
}
