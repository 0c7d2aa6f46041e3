package org.sdptbench.baselines.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;
import org.sdptbench.glip.text.Bert;

class TextContextTest {
  /** The words of a caption, embedded as prompts, are what BERT itself makes of them. */
  @Test
  void wordsAreEmbeddedAsInACaption() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope()) {
      NDArray caption =
          new Bert(Bert.PREFIX, TinyGlip.CONFIG.text())
              .begin(
                  new Pass(model.weights(), Adaptation.none()),
                  Ops.of(new long[] {5, 40, 6302, 17, 9}, 1, 5),
                  Ops.of(new long[] {1, 1, 1, 1, 1}, 1, 5))
              .state()
              .hidden();
      NDArray words =
          Ops.indexSelect(
              model.weights().get(Bert.PREFIX + Bert.WORDS),
              0,
              Ops.of(new long[] {40, 6302, 17}, 3));
      NDArray embedded = TextContext.embed(TinyGlip.CONFIG, model.weights(), words);
      assertThat(embedded.toDoubleArray())
          .containsExactly(
              Ops.contiguous(Ops.narrow(caption, 1, 1, 3)).toDoubleArray(), within(1e-12));
      int positions = TinyGlip.CONFIG.text().positions();
      assertThatThrownBy(
              () ->
                  TextContext.embed(
                      TinyGlip.CONFIG, model.weights(), RandomArrays.normal(1, positions, 24)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("%d words from position 1 on", positions)
          .hasMessageContaining("%d positions", positions);
    }
  }
}
