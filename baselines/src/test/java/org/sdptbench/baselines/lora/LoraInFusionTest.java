package org.sdptbench.baselines.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

class LoraInFusionTest {
  /** LoRA that does not say that its terms amount to weights: layers are applied one by one. */
  private record Apart(Adaptation lora) implements Adaptation {
    @Override
    public Params params() {
      return lora.params();
    }

    @Override
    public Reach reach() {
      return lora.reach();
    }

    @Override
    public Adaptation over(Params params) {
      return new Apart(lora.over(params));
    }

    @Override
    public NDArray linear(String site, NDArray x, NDArray y) {
      return lora.linear(site, x, y);
    }
  }

  /** The fusion multiplies adapted weights into one another, on their own and in a stack. */
  @Test
  void termsInTheWeightsActAsTermsBesideThem() {
    Lora method = new Lora();
    Settings settings = Settings.resolve(method.settings(), Map.of());
    Layout trained = new Layout();
    try (TinyGlip model = TinyGlip.random(1);
        Params weights = model.weights().to(DataType.FLOAT64);
        Scope scope = new Scope()) {
      for (ParamSpec spec :
          method.layout(TinyGlip.CONFIG, model.glip().layout(), settings).specs()) {
        trained.add(new ParamSpec(spec.name(), spec.shape(), new Init.Normal(0.3), spec.role()));
      }
      try (Params drawn = Params.initialise(trained, 5);
          Params params = drawn.to(DataType.FLOAT64);
          Params below = Params.initialise(trained, 6).to(DataType.FLOAT64)) {
        Adaptation lora = method.adapt(TinyGlip.CONFIG, weights, settings, params);
        Adaptation first = method.adapt(TinyGlip.CONFIG, weights, settings, below);
        assertSame(run(model, weights, lora), run(model, weights, new Apart(lora)));
        assertSame(
            run(model, weights, Adaptation.stack(List.of(first, lora))),
            run(model, weights, Adaptation.stack(List.of(new Apart(first), lora))));
      }
    }
  }

  /** Within 1e-12 of the largest. */
  private static void assertSame(double[] found, double[] expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).as("value %s", i).isCloseTo(expected[i], offset(1e-12 * largest));
    }
  }

  /** The tower's outputs and the gradients of all factors. */
  private static double[] run(TinyGlip model, Params weights, Adaptation adaptation) {
    int channels = TinyGlip.CONFIG.vision().channels();
    List<NDArray> levels = new ArrayList<>();
    for (int i = 0; i < TinyGlip.CONFIG.vision().levels(); i++) {
      int side = Math.max(1, 16 >> i);
      levels.add(RandomArrays.normal(2 + i, 2, channels, side, side));
    }
    NDArray text = RandomArrays.normal(9, 2, 5, TinyGlip.CONFIG.text().hidden());
    NDArray mask = Ops.of(new long[] {1, 1, 1, 1, 0, 1, 1, 1, 1, 1}, 2, 5);
    Params params = adaptation.params();
    params.requireGradients(true);
    try (GradMode on = GradMode.on()) {
      FusionInput fused =
          model.glip().fuse(new Pass(weights, adaptation), new FusionInput(levels, text, mask));
      List<NDArray> outputs = new ArrayList<>(fused.levels());
      outputs.add(fused.text());
      NDArray out = RandomArrays.joined(outputs);
      Gradients.backward(Ops.sum(Ops.mul(out, RandomArrays.normal(11, out.getShape().getShape()))));
      List<double[]> parts = new ArrayList<>(List.of(out.toDoubleArray()));
      for (String name : params.names()) {
        Optional.ofNullable(Gradients.of(Objects.requireNonNull(params.get(name))))
            .ifPresent(gradient -> parts.add(gradient.toDoubleArray()));
        Gradients.clear(params.get(name));
      }
      return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    } finally {
      params.requireGradients(false);
    }
  }
}
