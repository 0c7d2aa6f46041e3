package org.sdptbench.sdpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.fusion.FusionLayer;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.model.Tower;
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
   * The release masks the text-side tokens: the image learns nothing of any token. Appended rows
   * change how products are blocked, and so how they round; hence the tolerance.
   */
  @ParameterizedTest
  @ValueSource(strings = {"unified", "independent", "independent-latent"})
  void inTheReleaseTheImageOutputIsGlips(String tokens) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation release = adapt(model, Map.of("mask", "release", "tokens", tokens))) {
      FusionInput plain = firstLayer(model, Adaptation.none());
      FusionInput prompted = firstLayer(model, release);
      assertThat(distance(image(prompted), image(plain))).isLessThan(EXACT);
      assertThat(distance(prompted.text().toDoubleArray(), plain.text().toDoubleArray()))
          .isGreaterThan(1e-3);
    }
  }

  /**
   * The release appends text-side tokens and masks them; here they are left out. Weights of 0 make
   * products longer, and so round otherwise; hence the tolerance.
   */
  @ParameterizedTest
  @ValueSource(strings = {"unified", "independent", "independent-latent"})
  void maskedTextSideTokensDoNotMatter(String tokens) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation release = adapt(model, Map.of("mask", "release", "tokens", tokens))) {
      double[] prompted = TinyGlip.values(model.predictions(release, model.images()));
      double[] masked = masked(model, new Masked(release, 1));
      assertThat(masked).containsExactly(prompted, within(EXACT));
      assertThat(masked(model, new Masked(release, 2))).isEqualTo(masked);
    }
  }

  private static double[] masked(TinyGlip model, Masked adaptation) {
    return TinyGlip.values(model.predictions(adaptation, model.images()));
  }

  /** The same tokens on the image side; masked noise on the text side. */
  private record Masked(Adaptation release, int seed) implements Adaptation {
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
      return new Masked(release.over(params), seed);
    }

    @Override
    public Optional<FusionTokens> fusionTokens(int layer) {
      FusionTokens tokens = release.fusionTokens(layer).orElseThrow();
      if (tokens instanceof FusionTokens.Projected projected) {
        NDArray noise = RandomArrays.normal(seed, 10, TinyGlip.CONFIG.tower().fusionDim());
        return Optional.of(new FusionTokens.Projected(projected.image(), noise, false));
      }
      NDArray noise = RandomArrays.normal(seed, 10, TinyGlip.CONFIG.text().hidden());
      return Optional.of(
          new FusionTokens.Latent(((FusionTokens.Latent) tokens).image(), noise, false));
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
  @ParameterizedTest
  @ValueSource(strings = {"unified", "independent", "independent-latent"})
  void shapesAreGlips(String tokens) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation paper = adapt(model, Map.of("k", 7, "tokens", tokens))) {
      FusionInput plain = model.fused(Adaptation.none(), model.images());
      FusionInput prompted = model.fused(paper, model.images());
      assertThat(prompted.text().getShape()).isEqualTo(plain.text().getShape());
      assertThat(prompted.mask().getShape()).isEqualTo(plain.mask().getShape());
      assertThat(prompted.levels().stream().map(NDArray::getShape).toList())
          .isEqualTo(plain.levels().stream().map(NDArray::getShape).toList());
    }
  }

  /** What a layer does to a given input does not depend on any other layer's tokens. */
  @ParameterizedTest
  @ValueSource(strings = {"unified", "independent", "independent-latent"})
  void noStateIsCarriedFromLayerToLayer(String tokens) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation both = adapt(model, Map.of("tokens", tokens));
        Adaptation second = adapt(model, Map.of("tokens", tokens, "layers", "1"))) {
      model.fused(both, model.images());
      FusionLayer layer = new Tower(Sites.TOWER, TinyGlip.CONFIG).fusionLayers().get(1);
      FusionInput input = model.encoded(Adaptation.none(), model.images());
      assertThat(TinyGlip.values(layer.forward(new Pass(model.weights(), both), input)))
          .isEqualTo(TinyGlip.values(layer.forward(new Pass(model.weights(), second), input)));
      assertThat(TinyGlip.values(model.fused(both, model.images())))
          .isNotEqualTo(TinyGlip.values(model.fused(second, model.images())));
    }
  }

  /** Fusion → latent → fusion keeps of a prototype what lies in the columns of the projection. */
  @Test
  void eachSideSeesItsOwnOrthogonalProjectionOfThePrototypes() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = adapt(model, Map.of("k", 300))) {
      String site = Sites.fusionAttention(0);
      FusionTokens.Latent tokens = (FusionTokens.Latent) adaptation.fusionTokens(0).orElseThrow();
      NDArray prototypes = Ops.reshape(adaptation.params().get(site + ".cpt_input"), 300, 64);
      for (Side side : Side.values()) {
        NDArray weight = model.weights().get(side.projection(site) + ".weight");
        NDArray bias = model.weights().get(side.projection(site) + ".bias");
        NDArray latent =
            Objects.requireNonNull(side == Side.IMAGE ? tokens.image() : tokens.text());
        NDArray lost = Ops.sub(prototypes, Ops.linear(latent, weight, bias));
        for (double inner : Ops.matmul(lost, weight).toDoubleArray()) {
          assertThat(inner).isCloseTo(0, within(1e-10));
        }
        // Of a random point, √(1 − width / E) is lost.
        double share =
            deviation(lost.toDoubleArray()) / deviation(Ops.sub(prototypes, bias).toDoubleArray());
        double expected = Math.sqrt(1 - side.width(TinyGlip.CONFIG) / 64.0);
        assertThat(share).isCloseTo(expected, within(0.03));
      }
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

  private static double deviation(double[] values) {
    double squares = 0;
    for (double value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares / values.length);
  }
}
