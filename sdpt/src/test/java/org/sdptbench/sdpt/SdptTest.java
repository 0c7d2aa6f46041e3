package org.sdptbench.sdpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.Tower;
import org.sdptbench.glip.fusion.FusionLayer;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

/** What SDPT's switches mean, on a small random GLIP in float64. */
class SdptTest {
  private static final Sdpt METHOD = new Sdpt();
  private static final double EXACT = 1e-12;

  private static Settings settings(Map<String, ?> given) {
    return Settings.resolve(METHOD.settings(), given);
  }

  private static Layout layout(TinyGlip model, Settings settings) {
    return METHOD.layout(TinyGlip.CONFIG, model.glip().layout(), settings);
  }

  private static Adaptation adapt(TinyGlip model, Map<String, ?> given) {
    Settings settings = settings(given);
    try (Scope scope = new Scope();
        Params drawn = Params.initialise(layout(model, settings), 5, model.weights())) {
      return METHOD.adapt(TinyGlip.CONFIG, model.weights(), settings, drawn.to(DataType.FLOAT64));
    }
  }

  /** What the first fusion layer makes of image and text. */
  private static FusionInput firstLayer(TinyGlip model, Adaptation adaptation) {
    FusionLayer layer = new Tower(Sites.TOWER, TinyGlip.CONFIG).fusionLayers().get(0);
    return layer.forward(
        new Pass(model.weights(), adaptation), model.encoded(Adaptation.none(), model.images()));
  }

  private static double[] image(FusionInput fused) {
    return RandomArrays.joined(fused.levels()).toDoubleArray();
  }

  private static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper", "release"})
  void withoutTokensItIsGlip(String mask) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation none = adapt(model, Map.of("k", 0, "mask", mask))) {
      assertThat(none.params().names()).isEmpty();
      assertThat(TinyGlip.values(model.predictions(none, model.images())))
          .isEqualTo(TinyGlip.values(model.predictions(Adaptation.none(), model.images())));
    }
  }

  /**
   * The release masks the text-side tokens: the image learns nothing of any token. Weights of 0
   * make products longer, and so round otherwise; hence the tolerance.
   */
  @Test
  void inTheReleaseTheImageOutputIsGlips() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation release = adapt(model, Map.of("mask", "release"))) {
      FusionInput plain = firstLayer(model, Adaptation.none());
      FusionInput prompted = firstLayer(model, release);
      assertThat(image(prompted)).containsExactly(image(plain), within(EXACT));
      assertThat(distance(prompted.text().toDoubleArray(), plain.text().toDoubleArray()))
          .isGreaterThan(1e-3);
    }
  }

  @Test
  void inTheReleaseTextSideTokensDoNotMatter() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation release = adapt(model, Map.of("mask", "release"));
        Adaptation imageOnly = adapt(model, Map.of("mask", "release", "modal", "image"))) {
      double[] prompted = TinyGlip.values(model.predictions(release, model.images()));
      assertThat(TinyGlip.values(model.predictions(new NoisyText(release), model.images())))
          .isEqualTo(prompted);
      assertThat(TinyGlip.values(model.predictions(imageOnly, model.images())))
          .containsExactly(prompted, within(EXACT));
    }
  }

  /** The same tokens on the image side, other ones on the text side. */
  private record NoisyText(Adaptation release) implements Adaptation {
    @Override
    public Params params() {
      return release.params();
    }

    @Override
    public Reach reach() {
      return release.reach();
    }

    @Override
    public Adaptation over(Params params) {
      return new NoisyText(release.over(params));
    }

    @Override
    public Optional<FusionTokens> fusionTokens(int layer) {
      FusionTokens.Latent tokens = (FusionTokens.Latent) release.fusionTokens(layer).orElseThrow();
      NDArray noise = RandomArrays.normal(layer, 10, TinyGlip.CONFIG.text().hidden());
      return Optional.of(new FusionTokens.Latent(tokens.image(), noise, tokens.textVisible()));
    }
  }

  @Test
  void inThePaperBothStreamsChange() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation paper = adapt(model, Map.of())) {
      FusionInput plain = firstLayer(model, Adaptation.none());
      FusionInput prompted = firstLayer(model, paper);
      assertThat(distance(image(prompted), image(plain))).isGreaterThan(1e-3);
      assertThat(distance(prompted.text().toDoubleArray(), plain.text().toDoubleArray()))
          .isGreaterThan(1e-3);
    }
  }

  /** Tokens never leave the layer: the next one gets what it gets without, in shape. */
  @Test
  void shapesAreGlips() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation paper = adapt(model, Map.of("k", 7))) {
      FusionInput plain = model.fused(Adaptation.none(), model.images());
      FusionInput prompted = model.fused(paper, model.images());
      assertThat(prompted.text().getShape()).isEqualTo(plain.text().getShape());
      assertThat(prompted.levels().stream().map(NDArray::getShape).toList())
          .isEqualTo(plain.levels().stream().map(NDArray::getShape).toList());
    }
  }

  /** A prototype that stands where a latent point is mapped to, becomes that point. */
  @ParameterizedTest
  @ValueSource(strings = {"v_proj", "l_proj"})
  void theInverseFindsTheLatentPoints(String projection) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope()) {
      String site = Sites.fusionAttention(1);
      int width = projection.equals("v_proj") ? 32 : 24;
      NDArray points = RandomArrays.normal(3, 4, width);
      NDArray prototypes =
          Ops.linear(
              points,
              model.weights().get(site + "." + projection + ".weight"),
              model.weights().get(site + "." + projection + ".bias"));
      Settings settings = settings(Map.of("k", 4, "layers", "1"));
      Params params =
          Params.from(
              layout(model, settings),
              spec -> Ops.copy(Ops.reshape(prototypes, spec.shape().getShape())));
      try (Adaptation adaptation =
          METHOD.adapt(TinyGlip.CONFIG, model.weights(), settings, params)) {
        assertThat(adaptation.fusionTokens(0)).isEmpty();
        FusionTokens.Latent tokens = (FusionTokens.Latent) adaptation.fusionTokens(1).orElseThrow();
        NDArray found =
            Objects.requireNonNull(projection.equals("v_proj") ? tokens.image() : tokens.text());
        assertThat(found.toDoubleArray()).containsExactly(points.toDoubleArray(), within(1e-10));
      }
    }
  }

  @Test
  void aModalityThatReceivesNoTokensHasNone() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation image = adapt(model, Map.of("modal", "image"));
        Adaptation text = adapt(model, Map.of("modal", "text"))) {
      FusionTokens.Latent ofImage = (FusionTokens.Latent) image.fusionTokens(0).orElseThrow();
      FusionTokens.Latent ofText = (FusionTokens.Latent) text.fusionTokens(0).orElseThrow();
      assertThat(ofImage.text()).isNull();
      assertThat(ofImage.image()).isNotNull();
      assertThat(ofText.image()).isNull();
      assertThat(ofText.text()).isNotNull();
    }
  }

  /** As in the public code: uniform on [-1, 1]. */
  @Test
  void tokensStartWhereTheSettingSays() {
    try (TinyGlip model = TinyGlip.random(1);
        Adaptation uniform = adapt(model, Map.of("k", 200));
        Adaptation normal = adapt(model, Map.of("k", 200, "init", "normal"));
        Adaptation zeros = adapt(model, Map.of("init", "zeros"))) {
      String name = Sites.fusionAttention(0) + ".cpt_input";
      double[] values = uniform.params().get(name).toDoubleArray();
      assertThat(values).hasSize(200 * 64);
      assertThat(Arrays.stream(values).map(Math::abs).max().orElseThrow()).isBetween(0.99, 1.0);
      assertThat(deviation(values)).isCloseTo(1 / Math.sqrt(3), within(0.01));
      assertThat(deviation(normal.params().get(name).toDoubleArray())).isCloseTo(1, within(0.02));
      assertThat(zeros.params().get(name).toDoubleArray()).containsOnly(0);
    }
  }

  private static double deviation(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0,0", "-1", "0;1", "first", "0,"})
  void layersThatAreNotThereAreRefused(String layers) {
    try (TinyGlip model = TinyGlip.random(1)) {
      assertThatThrownBy(() -> layout(model, settings(Map.of("layers", layers))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("layers is \"" + layers + "\"")
          .hasMessageContaining("from 0 to 1");
    }
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    for (Map<String, ?> wrong :
        List.of(Map.of("k", -1), Map.of("mask", "none"), Map.of("length", 3))) {
      assertThatThrownBy(() -> settings(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(wrong.keySet().iterator().next());
    }
  }
}
