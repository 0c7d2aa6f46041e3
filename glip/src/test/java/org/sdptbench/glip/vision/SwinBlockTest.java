package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sdptbench.glip.golden.RandomArrays.joined;
import static org.sdptbench.glip.golden.RandomArrays.normal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.GradientCheck;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;

class SwinBlockTest {
  private static final int WINDOW = 3;
  private static final int C = 4;
  private static final int HEADS = 2;

  private final SwinBlock plain =
      new SwinBlock("b.", 1, 0, C, HEADS, new SwinKernels.Windows(WINDOW, 0), 0);
  private final SwinBlock shifted =
      new SwinBlock("b.", 1, 1, C, HEADS, new SwinKernels.Windows(WINDOW, 1), 0);

  /** Wide values, so that no term hides behind a residual. */
  private static Params params(SwinBlock block) {
    Layout declared = new Layout();
    block.declare(declared);
    Layout wide = new Layout();
    for (ParamSpec spec : declared.specs()) {
      wide.add(new ParamSpec(spec.name(), spec.shape(), new Init.Normal(0.5)));
    }
    try (Params drawn = Params.initialise(wide, 3)) {
      return drawn.to(DataType.FLOAT64);
    }
  }

  @Test
  void gradientsAgreeWithCentralDifferences() {
    for (SwinBlock block : List.of(plain, shifted)) {
      try (Scope scope = new Scope();
          Params params = params(block)) {
        List<NDArray> inputs = new ArrayList<>(List.of(normal(1, 1, 4, 5, C)));
        params.names().forEach(name -> inputs.add(Ops.copy(params.get(name))));
        GradientCheck.checkAt(
            in -> {
              Params moved = moved(params, in.subList(1, in.size()));
              return block
                  .forward(new Pass(moved, Adaptation.none()), new SwinBlock.State(in.get(0), null))
                  .map();
            },
            inputs);
      }
    }
  }

  private static Params moved(Params params, List<NDArray> values) {
    List<String> names = params.names();
    return Params.from(params.layout(), spec -> values.get(names.indexOf(spec.name())));
  }

  @Test
  void gradientsOfTokensAgreeWithCentralDifferences() {
    for (SwinBlock block : List.of(plain, shifted)) {
      try (Scope scope = new Scope();
          Params params = params(block)) {
        for (long[] shape : new long[][] {{2, C}, {2, 3, C}}) {
          GradientCheck.checkAt(
              in -> {
                SwinBlock.State out = run(block, params, in.get(0), in.get(1));
                return joined(List.of(out.map(), tokens(out)));
              },
              List.of(normal(1, 2, 4, 5, C), normal(2, shape)));
        }
      }
    }
  }

  private static NDArray tokens(SwinBlock.State state) {
    return Objects.requireNonNull(state.tokens());
  }

  private static SwinBlock.State run(SwinBlock block, Params params, NDArray map, NDArray tokens) {
    NDArray each = block.place(map.getShape().get(0)).fit(tokens);
    return block.forward(new Pass(params, Adaptation.none()), new SwinBlock.State(map, each));
  }

  /**
   * Against attention written out for each token: windows, wrap-around, bias and prompts by their
   * definition, in plain loops.
   */
  @Test
  void agreesWithItsDefinition() {
    for (SwinBlock block : List.of(plain, shifted)) {
      try (Scope scope = new Scope();
          Params params = params(block)) {
        NDArray map = normal(1, 1, 5, 7, C);
        NDArray tokens = normal(2, 1, 2, C);
        SwinBlock.State out = run(block, params, map, tokens);
        SwinDefinition.Output expected =
            new SwinDefinition(params, "b.", WINDOW, block.windows().shift(), HEADS)
                .block(map.toDoubleArray(), 5, 7, C, tokens.toDoubleArray());
        assertThat(out.map().toDoubleArray()).containsExactly(expected.map(), within(1e-10));
        assertThat(tokens(out).toDoubleArray()).containsExactly(expected.tokens(), within(1e-10));
      }
    }
  }

  @Test
  void sharedTokensAreTheSameTokensInEveryImage() {
    try (Scope scope = new Scope();
        Params params = params(shifted)) {
      NDArray map = normal(1, 2, 4, 5, C);
      NDArray shared = normal(2, 3, C);
      SwinBlock.State a = run(shifted, params, map, shared);
      SwinBlock.State b = run(shifted, params, map, Ops.stack(List.of(shared, shared), 0));
      assertThat(a.map().toDoubleArray()).isEqualTo(b.map().toDoubleArray());
      assertThat(tokens(a).toDoubleArray()).isEqualTo(tokens(b).toDoubleArray());
    }
  }

  @Test
  void tokensOfAnotherWidthAreRefused() {
    try (Scope scope = new Scope();
        Params params = params(plain)) {
      NDArray map = normal(1, 2, 4, 5, C);
      for (long[] shape : new long[][] {{2, C + 1}, {3, 2, C}, {C}, {1, 2, 2, C}}) {
        assertThatThrownBy(() -> run(plain, params, map, normal(2, shape)))
            .as(Arrays.toString(shape))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("stage 1, block 0")
            .hasMessageContaining("[2, k, 4]");
      }
    }
  }
}
