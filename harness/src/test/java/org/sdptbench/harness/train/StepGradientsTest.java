package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.TrainingMode;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.harness.catalog.PretrainedGlip;

class StepGradientsTest {
  /** A loss and the gradients of the parameters that it reaches. */
  private record Step(double loss, Map<String, float[]> gradients) {}

  private static Step step(
      PretrainedGlip model, Adaptation adaptation, List<TaskImage> batch, boolean recompute)
      throws Exception {
    TrainingPrompts prompts = TinyModel.prompts(model, TinyModel.task());
    Adaptation trained = adaptation.parts().get(adaptation.parts().size() - 1);
    adaptation.params().requireGradients(true);
    try (FeatureSource features =
            new FeatureSource(
                model.glip(),
                trained,
                TrainingMode.OFF,
                true,
                new ArrayCache(FeatureRoom.NONE, false));
        GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      double loss =
          new StepGradients(model.glip(), features, recompute)
              .backward(
                  pass -> new Pass(model.weights(), adaptation.atStep(0)),
                  batch,
                  image -> prompts.of(image, new SplittableRandom(1)));
      Map<String, float[]> gradients = new LinkedHashMap<>();
      for (String name : adaptation.params().names()) {
        NDArray leaf = adaptation.params().get(name);
        NDArray gradient = Gradients.of(leaf);
        if (gradient != null) {
          gradients.put(name, gradient.toFloatArray());
        }
        Gradients.clear(leaf);
      }
      return new Step(loss, gradients);
    } finally {
      adaptation.params().requireGradients(false);
    }
  }

  /** Three images of these shorter sides: those of the same go through the network together. */
  private static List<TaskImage> batch(int... sides) throws Exception {
    TaskImages images = new TaskImages(TinyModel.task(), 107);
    return IntStream.range(0, sides.length).mapToObj(i -> images.get(i, sides[i])).toList();
  }

  /**
   * @param tolerance largest distance of the gradient in proportion to its length
   */
  private static void assertSame(Step actual, Step expected, double tolerance) {
    assertThat(actual.loss()).isCloseTo(expected.loss(), within(1e-5 * expected.loss()));
    assertThat(actual.gradients()).containsOnlyKeys(expected.gradients().keySet());
    double length = 0;
    double distance = 0;
    for (Map.Entry<String, float[]> gradient : expected.gradients().entrySet()) {
      float[] others = Objects.requireNonNull(actual.gradients().get(gradient.getKey()));
      float[] values = gradient.getValue();
      for (int i = 0; i < values.length; i++) {
        length += Math.pow(values[i], 2);
        distance += Math.pow(others[i] - values[i], 2);
      }
    }
    assertThat(length).isPositive();
    assertThat(Math.sqrt(distance / length)).isLessThan(tolerance);
  }

  private static void assertSame(PretrainedGlip model, Adaptation adaptation) throws Exception {
    List<TaskImage> batch = batch(64, 40, 64);
    Step whole = step(model, adaptation, batch, false);
    assertThat(whole.gradients()).isNotEmpty();
    // In float32 of a random model: rounding moves a few values over the edge of a ReLU, and a
    // normalisation makes much of little. In float64 they agree (MethodContractTest).
    assertSame(step(model, adaptation, batch, true), whole, 1e-2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apollo",
        "bitfit",
        "dpt",
        "full",
        "glip-prompt",
        "linear-probe",
        "lora",
        "maple",
        "pmf",
        "sdpt",
        "upt",
        "vpt"
      })
  void recomputedGradientsAreThoseOfTheWholeGraph(String method) throws Exception {
    Map<String, ?> settings = method.equals("pmf") ? Map.of("layers", 1) : Map.of();
    try (PretrainedGlip model = TinyModel.create();
        Adaptation adaptation = TinyModel.adaptation(model, method, settings)) {
      assertSame(model, adaptation);
    }
  }

  /** Below lies a method that couples the encoders; above, one that begins at the tower. */
  @ParameterizedTest
  @CsvSource({"pmf, sdpt", "sdpt, lora", "lora, linear-probe"})
  void ofAStackToo(String below, String above) throws Exception {
    Map<String, ?> settings = below.equals("pmf") ? Map.of("layers", 1) : Map.of();
    try (PretrainedGlip model = TinyModel.create();
        Adaptation first = TinyModel.adaptation(model, below, settings);
        Adaptation second = TinyModel.adaptation(model, above, Map.of())) {
      Adaptation stack = Adaptation.stack(List.of(first, second));
      assertSame(model, stack);
    }
  }

  /** A tower that fuses nothing: the text's gradients come from the prediction alone. */
  @ParameterizedTest
  @ValueSource(strings = {"full", "lora"})
  void withoutFusion(String method) throws Exception {
    GlipConfig fused = TinyModel.CONFIG;
    GlipConfig.Tower tower = fused.tower();
    GlipConfig config =
        new GlipConfig(
            "glip-tiny-unfused",
            fused.vision(),
            fused.text(),
            new GlipConfig.Tower(
                tower.layers(),
                0,
                tower.fusionHeads(),
                tower.textHeads(),
                tower.textIntermediate(),
                tower.deformable(),
                tower.anchorScale(),
                tower.classLogits()));
    try (PretrainedGlip model = TinyModel.create(config);
        Adaptation adaptation =
            TinyModel.adaptation(
                model, method, method.equals("lora") ? Map.of("sites", "backbones") : Map.of())) {
      assertSame(model, adaptation);
    }
  }
}
