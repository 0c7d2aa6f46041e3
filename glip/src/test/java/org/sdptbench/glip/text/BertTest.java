package org.sdptbench.glip.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.sdptbench.glip.golden.RandomArrays.joined;
import static org.sdptbench.glip.golden.RandomArrays.normal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.TextOutputs;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Drop;
import org.sdptbench.glip.tensor.GradientCheck;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.ParameterFree;

class BertTest {
  private static final GlipConfig.Text CONFIG = new GlipConfig.Text(8, 2, 2, 12, 20, 6, 6);

  private static NDArray mask() {
    return Ops.of(new long[] {1, 1, 1, 0, 1, 1, 1, 1}, 2, 4);
  }

  @Test
  void layerGradientsAgreeWithCentralDifferences() {
    for (BertLayer layer :
        List.of(BertLayer.encoder("e.", 8, 2, 12), BertLayer.tower("t.", 8, 2, 12))) {
      Layout layout = new Layout();
      layer.declare(layout);
      try (Scope scope = new Scope();
          Params drawn = Params.initialise(layout, 1);
          Params params = drawn.to(DataType.FLOAT64)) {
        GradientCheck.check(
            in -> layer.forward(new Pass(params, Adaptation.none()), in.get(0), mask()),
            2,
            new long[] {2, 4, 8});
      }
    }
  }

  @Test
  void kernelsAgreeWithCentralDifferencesWhenTheClampActs() {
    try (Scope scope = new Scope()) {
      GradientCheck.check(
          in ->
              joined(
                  List.of(
                      TextKernels.attention(
                          in.get(0), in.get(1), in.get(2), mask(), 2, 1.0, 0.4, new Drop(0.1, 5)),
                      TextKernels.activation(in.get(0), 0.6))),
          3,
          new long[] {2, 4, 8},
          new long[] {2, 4, 8},
          new long[] {2, 4, 8});
    }
  }

  @Test
  void paddingDoesNotReachTokens() {
    Bert bert = new Bert("", CONFIG);
    Layout layout = new Layout();
    bert.declare(layout);
    try (Scope scope = new Scope();
        Params params = Params.initialise(layout, 1)) {
      Pass pass = new Pass(params, Adaptation.none());
      TextState exact =
          bert.forward(
              pass, Ops.of(new long[] {3, 4, 5}, 1, 3), Ops.of(new long[] {1, 1, 1}, 1, 3));
      TextState padded =
          bert.forward(
              pass,
              Ops.of(new long[] {3, 4, 5, 9, 9, 9}, 1, 6),
              Ops.of(new long[] {1, 1, 1, 0, 0, 0}, 1, 6));
      assertThat(Ops.narrow(padded.hidden(), 1, 0, 3).toFloatArray())
          .containsExactly(exact.hidden().toFloatArray(), offset(1e-6f));
      assertThat(Ops.abs(Ops.narrow(TextOutputs.embedded(padded), 1, 3, 3)).toFloatArray())
          .containsOnly(0);
      assertThat(TextOutputs.aggregate(padded).toFloatArray())
          .containsExactly(TextOutputs.aggregate(exact).toFloatArray(), offset(1e-6f));
    }
  }

  /** [CLS], the parts' prompts in their order, the rest; by hand, layer by layer. */
  @Test
  void promptsStandAfterTheFirstTokenAndAreSeen() {
    Bert bert = new Bert("", CONFIG);
    Layout layout = new Layout();
    bert.declare(layout);
    try (Scope scope = new Scope();
        Params drawn = Params.initialise(layout, 1);
        Params params = drawn.to(DataType.FLOAT64)) {
      NDArray ids = Ops.of(new long[] {3, 4, 5, 6, 7, 8}, 2, 3);
      NDArray mask = Ops.of(new long[] {1, 1, 0, 1, 1, 1}, 2, 3);
      NDArray flowing = normal(1, 2, 8);
      NDArray first = normal(2, 2, 1, 8);
      NDArray second = normal(3, 2, 1, 8);
      Adaptation stack =
          Adaptation.stack(
              List.of(
                  new Given((layer, carried) -> layer == 0 ? flowing : carried),
                  new Given((layer, carried) -> layer == 0 ? first : second)));
      TextState prompted = bert.forward(new Pass(params, stack), ids, mask);

      Pass plain = new Pass(params, Adaptation.none());
      NDArray seen = Ops.of(new long[] {1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1}, 2, 6);
      NDArray caption = bert.begin(plain, ids, mask).state().hidden();
      NDArray a =
          layer(0)
              .forward(
                  plain,
                  Ops.cat(
                      List.of(
                          Ops.narrow(caption, 1, 0, 1),
                          Ops.stack(List.of(flowing, flowing), 0),
                          first,
                          Ops.narrow(caption, 1, 1, 2)),
                      1),
                  seen);
      NDArray replaced =
          Ops.cat(List.of(Ops.narrow(a, 1, 0, 3), second, Ops.narrow(a, 1, 4, 2)), 1);
      NDArray b = layer(1).forward(plain, replaced, seen);
      NDArray expected = Ops.cat(List.of(Ops.narrow(b, 1, 0, 1), Ops.narrow(b, 1, 4, 2)), 1);
      assertThat(prompted.hidden().toDoubleArray())
          .containsExactly(expected.toDoubleArray(), offset(1e-12));
      assertThat(prompted.mask().toLongArray()).isEqualTo(mask.toLongArray());
    }
  }

  private static BertLayer layer(int index) {
    return BertLayer.encoder("encoder.layer." + index + ".", 8, 2, 12);
  }

  @Test
  void promptsThatDoNotFitAreRefused() {
    Bert bert = new Bert("", CONFIG);
    Layout layout = new Layout();
    bert.declare(layout);
    try (Scope scope = new Scope();
        Params params = Params.initialise(layout, 1)) {
      NDArray ids = Ops.of(new long[] {3, 4, 5, 6}, 2, 2);
      for (long[] shape : List.of(new long[] {2, 4}, new long[] {3, 2, 8}, new long[] {8})) {
        Pass pass = new Pass(params, new Given((layer, carried) -> normal(2, shape)));
        assertThatThrownBy(() -> bert.forward(pass, ids, Ops.onesLike(ids)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("tokens of text layer 0")
            .hasMessageContaining("allowed are [k, 8] and [2, k, 8]");
      }
    }
  }

  /** A stack within a stack is its parts, and plain GLIP is none. */
  @Test
  void stacksAreFlat() {
    Given prompts = new Given((layer, carried) -> carried);
    Adaptation stack =
        Adaptation.stack(
            List.of(Adaptation.stack(List.of(prompts, prompts)), prompts, Adaptation.none()));
    assertThat(stack.parts()).containsExactly(prompts, prompts, prompts);
    assertThat(prompts.parts()).containsExactly(prompts);
    assertThat(stack.prompts()).containsExactly(prompts, prompts, prompts);
    assertThat(Adaptation.none().prompts()).isEmpty();
  }

  /** Tokens by layer and what has become of the last ones. */
  private interface Giver {
    @Nullable NDArray give(int layer, @Nullable NDArray carried);
  }

  private record Given(Giver giver) implements ParameterFree, Prompts {
    @Override
    public @Nullable NDArray textTokens(int layer, @Nullable NDArray carried) {
      return giver.give(layer, carried);
    }
  }

  @Test
  void tooManyTokensAreAnError() {
    Bert bert = new Bert("", CONFIG);
    try (Scope scope = new Scope()) {
      NDArray ids = Ops.of(new long[7], 1, 7);
      assertThatThrownBy(() -> bert.forward(new Pass(Params.none(), Adaptation.none()), ids, ids))
          .hasMessage("7 tokens, but the text encoder has 6 positions");
    }
  }
}
