package org.sdptbench.glip.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.sdptbench.glip.golden.RandomArrays.joined;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.GradientCheck;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.tensor.Script;

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
                      Script.call(
                          "bert_attention", in.get(0), in.get(1), in.get(2), mask(), 2, 1.0, 0.4),
                      Script.call("bert_activation", in.get(0), 0.6),
                      Script.call("masked", in.get(1), mask()),
                      Script.call("masked_mean", in.get(2), mask()))),
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
      TextFeatures exact =
          bert.forward(
              pass, Ops.of(new long[] {3, 4, 5}, 1, 3), Ops.of(new long[] {1, 1, 1}, 1, 3));
      TextFeatures padded =
          bert.forward(
              pass,
              Ops.of(new long[] {3, 4, 5, 9, 9, 9}, 1, 6),
              Ops.of(new long[] {1, 1, 1, 0, 0, 0}, 1, 6));
      assertThat(Ops.narrow(padded.hidden(), 1, 0, 3).toFloatArray())
          .containsExactly(exact.hidden().toFloatArray(), offset(1e-6f));
      assertThat(Ops.abs(Ops.narrow(padded.embedded(), 1, 3, 3)).toFloatArray()).containsOnly(0);
      assertThat(padded.aggregate().toFloatArray())
          .containsExactly(exact.aggregate().toFloatArray(), offset(1e-6f));
    }
  }

  /** A prompt that comes before a layer and goes after it changes the tokens, not their number. */
  @Test
  void adaptationsActAroundEveryLayer() {
    Bert bert = new Bert("", CONFIG);
    Layout layout = new Layout();
    bert.declare(layout);
    try (Scope scope = new Scope();
        Params params = Params.initialise(layout, 1)) {
      NDArray ids = Ops.of(new long[] {3, 4, 5}, 1, 3);
      NDArray mask = Ops.of(new long[] {1, 1, 0}, 1, 3);
      float[] plain =
          bert.forward(new Pass(params, Adaptation.none()), ids, mask).hidden().toFloatArray();
      TextFeatures prompted = bert.forward(new Pass(params, new Prompt()), ids, mask);
      assertThat(prompted.hidden().getShape().getShape()).containsExactly(1, 3, 8);
      assertThat(prompted.mask().toLongArray()).containsExactly(1, 1, 0);
      assertThat(prompted.hidden().toFloatArray()).isNotEqualTo(plain);
    }
  }

  private record Prompt() implements Adaptation {
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
      return new TextState(
          Ops.cat(List.of(Ops.full(1, DataType.FLOAT32, 1, 1, 8), state.hidden()), 1),
          Ops.cat(List.of(Ops.of(new long[] {1}, 1, 1), state.mask()), 1));
    }

    @Override
    public TextState afterText(int layer, TextState state) {
      return new TextState(Ops.narrow(state.hidden(), 1, 1, 3), Ops.narrow(state.mask(), 1, 1, 3));
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
