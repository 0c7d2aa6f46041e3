package org.sdptbench.baselines.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;
import org.sdptbench.glip.text.Bert;

class TextContextTest {
  private static final long[] MASK = {1, 1, 1, 0, 1, 1, 1, 1};

  /** Two sequences of four tokens of width 3; the first is padded. */
  private static TextState state() {
    return new TextState(RandomArrays.normal(1, 2, 4, 3), Ops.of(MASK, 2, 4));
  }

  private static double[] values(NDArray array, long sequence, long from, long length) {
    NDArray one = Ops.narrow(array, 0, sequence, 1);
    return Ops.contiguous(Ops.narrow(one, 1, from, length)).toDoubleArray();
  }

  @Test
  void promptsStandAfterTheFirstTokenAndAreSeen() {
    try (Scope scope = new Scope()) {
      TextState state = state();
      NDArray prompts = RandomArrays.normal(2, 2, 3);
      TextState prompted = TextContext.insert(state, prompts);
      assertThat(prompted.hidden().getShape().getShape()).containsExactly(2, 6, 3);
      assertThat(prompted.mask().toLongArray()).containsExactly(1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1);
      for (int b = 0; b < 2; b++) {
        assertThat(values(prompted.hidden(), b, 0, 1)).isEqualTo(values(state.hidden(), b, 0, 1));
        assertThat(values(prompted.hidden(), b, 1, 2)).isEqualTo(prompts.toDoubleArray());
        assertThat(values(prompted.hidden(), b, 3, 3)).isEqualTo(values(state.hidden(), b, 1, 3));
      }
    }
  }

  @Test
  void everySequenceMayHaveItsOwn() {
    try (Scope scope = new Scope()) {
      NDArray prompts = RandomArrays.normal(2, 2, 5, 3);
      TextState prompted = TextContext.insert(state(), prompts);
      assertThat(TextContext.read(prompted, 5).toDoubleArray()).isEqualTo(prompts.toDoubleArray());
      assertThat(prompted.hidden().getShape().getShape()).containsExactly(2, 9, 3);
    }
  }

  @Test
  void whatWasPutInComesOut() {
    try (Scope scope = new Scope()) {
      TextState state = state();
      TextState back =
          TextContext.remove(TextContext.insert(state, RandomArrays.normal(2, 2, 3)), 2);
      assertThat(back.hidden().toDoubleArray()).isEqualTo(state.hidden().toDoubleArray());
      assertThat(back.mask().toLongArray()).isEqualTo(MASK);
    }
  }

  @Test
  void replacingIsRemovingAndInserting() {
    try (Scope scope = new Scope()) {
      TextState prompted = TextContext.insert(state(), RandomArrays.normal(2, 2, 3));
      NDArray others = RandomArrays.normal(3, 2, 3);
      TextState replaced = TextContext.replace(prompted, others);
      TextState again = TextContext.insert(TextContext.remove(prompted, 2), others);
      assertThat(replaced.hidden().toDoubleArray()).isEqualTo(again.hidden().toDoubleArray());
      assertThat(replaced.mask().toLongArray()).isEqualTo(again.mask().toLongArray());
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    try (Scope scope = new Scope()) {
      TextState state = state();
      for (long[] shape : List.of(new long[] {2, 4}, new long[] {3, 2, 3}, new long[] {3})) {
        assertThatThrownBy(() -> TextContext.insert(state, RandomArrays.normal(2, shape)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("allowed are [n, 3] and [2, n, 3]");
      }
      for (int n : new int[] {0, 4}) {
        assertThatThrownBy(() -> TextContext.remove(state, n))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("allowed are 1 to 3");
      }
    }
  }

  /** The words of a caption, embedded as prompts, are what BERT itself makes of them. */
  @Test
  void wordsAreEmbeddedAsInACaption() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope()) {
      List<TextState> seen = new ArrayList<>();
      long[] ids = {5, 40, 6302, 17, 9};
      model
          .glip()
          .encodeText(
              new Pass(model.weights(), new Listener(seen)),
              Ops.of(ids, 1, 5),
              Ops.of(new long[] {1, 1, 1, 1, 1}, 1, 5));
      NDArray words =
          Ops.embedding(
              model.weights().get(Bert.PREFIX + Bert.WORDS), Ops.of(new long[] {40, 6302, 17}, 3));
      NDArray embedded = TextContext.embed(TinyGlip.CONFIG, model.weights(), words);
      assertThat(embedded.toDoubleArray())
          .containsExactly(values(seen.get(0).hidden(), 0, 1, 3), within(1e-12));
      assertThatThrownBy(
              () ->
                  TextContext.embed(
                      TinyGlip.CONFIG, model.weights(), RandomArrays.normal(1, 32, 24)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("32 words from position 1 on")
          .hasMessageContaining("32 positions");
    }
  }

  /** Notes what enters the layers and changes nothing. */
  private record Listener(List<TextState> seen) implements Adaptation {
    @Override
    public Params params() {
      return Params.none();
    }

    @Override
    public Reach reach() {
      return Reach.ENCODERS;
    }

    @Override
    public Adaptation over(Params params) {
      return this;
    }

    @Override
    public TextState beforeText(int layer, TextState state) {
      seen.add(state);
      return state;
    }
  }
}
