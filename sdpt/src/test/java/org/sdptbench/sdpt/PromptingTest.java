package org.sdptbench.sdpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.fusion.FusionLayer;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.model.Tower;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

/** Temporal synchrony: which side acts, and which side learns, when. Float64. */
class PromptingTest {
  private static final double EXACT = 1e-12;

  private static SdptAdaptation adapt(TinyGlip model, Map<String, ?> given) {
    Sdpt method = new Sdpt();
    Settings settings = Settings.resolve(method.settings(), given);
    Layout layout = method.layout(TinyGlip.CONFIG, model.glip().layout(), settings);
    try (Scope scope = new Scope();
        Params drawn = Params.initialise(layout, 5, model.weights())) {
      return (SdptAdaptation)
          method.adapt(TinyGlip.CONFIG, model.weights(), settings, drawn.to(DataType.FLOAT64));
    }
  }

  private static Map<String, String> byStep(String tokens, String projection) {
    return Map.of("prompting", "alternately-by-step", "tokens", tokens, "projection", projection);
  }

  /** Gradients of the loss by name; zeros where none arrives. */
  private static Map<String, double[]> gradients(TinyGlip model, Adaptation adaptation) {
    Params params = adaptation.params();
    params.requireGradients(true);
    Map<String, double[]> gradients = new LinkedHashMap<>();
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      Gradients.backward(model.loss(adaptation));
      for (String name : params.names()) {
        NDArray gradient = Gradients.of(params.get(name));
        gradients.put(
            name,
            gradient == null
                ? new double[(int) params.get(name).size()]
                : gradient.toDoubleArray());
        if (gradient != null) {
          Gradients.clear(params.get(name));
        }
      }
    } finally {
      params.requireGradients(false);
    }
    return gradients;
  }

  private static boolean isZero(double[] values) {
    return Arrays.stream(values).allMatch(value -> value == 0);
  }

  /** The turns share out the gradient: even and odd steps sum to what both sides get at once. */
  @ParameterizedTest
  @CsvSource({
    "unified, inverse",
    "unified, learnable",
    "independent, inverse",
    "independent-latent, inverse",
    "independent-latent, learnable"
  })
  void turnsByStepShareOutTheGradient(String tokens, String projection) {
    try (TinyGlip model = TinyGlip.random(1);
        SdptAdaptation adaptation = adapt(model, byStep(tokens, projection))) {
      Map<String, double[]> together = gradients(model, adaptation);
      Map<String, double[]> even = gradients(model, adaptation.atStep(4));
      Map<String, double[]> odd = gradients(model, adaptation.atStep(7));
      assertThat(together).isNotEmpty();
      together.forEach(
          (name, whole) -> {
            double[] sum = new double[whole.length];
            double[] ofEven = Objects.requireNonNull(even.get(name));
            double[] ofOdd = Objects.requireNonNull(odd.get(name));
            Arrays.setAll(sum, i -> ofEven[i] + ofOdd[i]);
            assertThat(sum).as(name).containsExactly(whole, within(EXACT));
            assertThat(isZero(whole)).as(name).isFalse();
            assertThat(isZero(ofEven)).as(name).isEqualTo(isOf(name, Side.TEXT));
            assertThat(isZero(ofOdd)).as(name).isEqualTo(isOf(name, Side.IMAGE));
          });
    }
  }

  private static boolean isOf(String parameter, Side side) {
    String site = Sites.fusionAttention(parameter.contains("tower.0.") ? 0 : 1);
    return parameter.equals(side.tokens(site)) || parameter.startsWith(side.learnable(site));
  }

  /** Training sees the network that is tested. */
  @ParameterizedTest
  @ValueSource(strings = {"unified", "independent", "independent-latent"})
  void turnsByStepDoNotChangeTheNetwork(String tokens) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        SdptAdaptation together = adapt(model, Map.of("tokens", tokens));
        SdptAdaptation adaptation = adapt(model, byStep(tokens, "inverse"))) {
      double[] expected = TinyGlip.values(model.predictions(together, model.images()));
      for (Adaptation turn : List.of(adaptation, adaptation.atStep(0), adaptation.atStep(1))) {
        assertThat(TinyGlip.values(model.predictions(turn, model.images()))).isEqualTo(expected);
      }
    }
  }

  @Test
  void aStepMeansNothingWithoutTurns() {
    try (TinyGlip model = TinyGlip.random(1);
        SdptAdaptation together = adapt(model, Map.of())) {
      for (int step = 0; step < 3; step++) {
        assertThat(together.atStep(step)).isEqualTo(together);
      }
    }
  }

  /** A thread's replica keeps the turn. */
  @Test
  void aReplicaKeepsTheTurn() {
    try (TinyGlip model = TinyGlip.random(1);
        SdptAdaptation adaptation = adapt(model, byStep("unified", "inverse"));
        Params replica = adaptation.params().replica()) {
      String name = Sites.fusionAttention(0) + Sdpt.UNIFIED;
      double[] expected = gradients(model, adaptation.atStep(1)).get(name);
      assertThat(gradients(model, adaptation.atStep(1).over(replica)).get(name))
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unified", "independent-latent"})
  void turnsByLayerStartWithTheImage(String tokens) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        SdptAdaptation adaptation =
            adapt(model, Map.of("prompting", "alternately-by-layer", "tokens", tokens));
        SdptAdaptation together = adapt(model, Map.of("tokens", tokens))) {
      FusionTokens.Latent even = (FusionTokens.Latent) adaptation.fusionTokens(0).orElseThrow();
      FusionTokens.Latent odd = (FusionTokens.Latent) adaptation.fusionTokens(1).orElseThrow();
      FusionTokens.Latent first = (FusionTokens.Latent) together.fusionTokens(0).orElseThrow();
      FusionTokens.Latent second = (FusionTokens.Latent) together.fusionTokens(1).orElseThrow();
      assertThat(even.text()).isNull();
      assertThat(odd.image()).isNull();
      assertThat(values(even.image())).isEqualTo(values(first.image()));
      assertThat(values(odd.text())).isEqualTo(values(second.text()));
    }
  }

  /** Image-side tokens change the text only, text-side tokens the image only. */
  @ParameterizedTest
  @ValueSource(strings = {"unified", "independent", "independent-latent"})
  void inTurnsByLayerEachLayerChangesOneStream(String tokens) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        SdptAdaptation adaptation =
            adapt(model, Map.of("prompting", "alternately-by-layer", "tokens", tokens))) {
      FusionInput input = model.encoded(Adaptation.none(), model.images());
      for (int index = 0; index < 2; index++) {
        FusionLayer layer = new Tower(Sites.TOWER, TinyGlip.CONFIG).fusionLayers().get(index);
        FusionInput plain = layer.forward(new Pass(model.weights(), Adaptation.none()), input);
        FusionInput prompted = layer.forward(new Pass(model.weights(), adaptation), input);
        double image = distance(joined(prompted), joined(plain));
        double text = distance(prompted.text().toDoubleArray(), plain.text().toDoubleArray());
        // Appended rows change how products are blocked, and so how they round.
        assertThat(index == 0 ? image : text).isLessThan(EXACT);
        assertThat(index == 0 ? text : image).isGreaterThan(1e-3);
      }
    }
  }

  private static double[] joined(FusionInput fused) {
    return RandomArrays.joined(fused.levels()).toDoubleArray();
  }

  private static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static double[] values(@Nullable NDArray array) {
    return Objects.requireNonNull(array).toDoubleArray();
  }
}
