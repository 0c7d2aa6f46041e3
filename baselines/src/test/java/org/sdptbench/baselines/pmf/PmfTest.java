package org.sdptbench.baselines.pmf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sdptbench.baselines.PlainNumbers.layerNorm;
import static org.sdptbench.baselines.PlainNumbers.linear;
import static org.sdptbench.baselines.PlainNumbers.matrix;
import static org.sdptbench.baselines.PlainNumbers.relu;
import static org.sdptbench.baselines.pmf.FakeEncoders.flat;
import static org.sdptbench.baselines.pmf.FakeEncoders.joined;
import static org.sdptbench.baselines.pmf.FakeEncoders.layer;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.baselines.Adapted;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

class PmfTest {
  private static final int IMAGE = 3;
  private static final int TEXT = 2;
  private static final int HIDDEN = 4;
  private static final int LAYERS = 3;

  private static double[][] random(long seed, int rows, int columns) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] values = new double[rows][columns];
    for (double[] row : values) {
      Arrays.setAll(row, i -> random.nextGaussian());
    }
    return values;
  }

  /** What a layer makes of the queries among its tokens. */
  private static double[][] found(
      Params params, String prefix, int index, double[][] tokens, int queries) {
    double[][] after =
        layer(
            index,
            joined(
                matrix(params, prefix + "query_context"),
                tokens,
                matrix(params, prefix + "query")));
    return Arrays.copyOfRange(after, after.length - queries, after.length);
  }

  /** W₂·ReLU(W₁·y + b₁) + b₂. */
  private static double[][] translated(Params params, String prefix, double[][] y) {
    double[][] hidden = relu(linear(params, prefix + "translate.0", y));
    return linear(params, prefix + "translate.1", hidden);
  }

  private static double[][] fused(
      Params params, String prefix, int index, double[][] tokens, double[][] found) {
    double[][] after =
        layer(index, joined(tokens, found, matrix(params, prefix + "fusion_context")));
    return Arrays.copyOf(after, tokens.length);
  }

  /** The query stage and the fusion stage of two of three layers, in plain numbers. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void followsItsFormulas(boolean normalised) {
    List<Modality> images =
        List.of(new Modality("a.image.", 2, 1, 3), new Modality("b.image.", 2, 1, 3));
    List<Modality> texts =
        List.of(new Modality("a.text.", 2, 1, 3), new Modality("b.text.", 2, 1, 3));
    Layout layout = new Layout();
    images.forEach(image -> image.declare(layout, IMAGE, HIDDEN, TEXT));
    texts.forEach(text -> text.declare(layout, TEXT, HIDDEN, IMAGE));
    layout.norm("norm", IMAGE);
    double[][][] image = {random(1, 5, IMAGE), random(2, 5, IMAGE)};
    double[][] caption = random(3, 4, TEXT);
    try (Scope scope = new Scope();
        Params params =
            Params.from(
                layout,
                spec -> RandomArrays.normal(spec.name().hashCode(), spec.shape().getShape()))) {
      Encoded encoded =
          new PmfAdaptation(
                  params,
                  params,
                  normalised
                      ? List.of(Optional.of("norm"), Optional.empty())
                      : List.of(Optional.empty(), Optional.empty()),
                  images,
                  texts)
              .coupling()
              .orElseThrow()
              .encode(
                  new FakeEncoders(LAYERS, image, caption),
                  new EncoderInput(
                      RandomArrays.normal(4, 2, 3, 1, 1),
                      Ops.of(new long[4], 1, 4),
                      Ops.of(new long[] {1, 1, 1, 0}, 1, 4),
                      Ops.of(new boolean[4], 1, 4),
                      RandomArrays.normal(5, 2, 1)));

      double[][][] seen = new double[2][][];
      double[][][] read = new double[2][][];
      for (int b = 0; b < 2; b++) {
        seen[b] = layer(0, image[b]);
        read[b] = layer(0, caption);
        int index = 1;
        for (String at : List.of("a.", "b.")) {
          double[][] asked = found(params, at + "image.", index, seen[b], 2);
          double[][] sized =
              normalised && at.equals("a.") ? layerNorm(params, "norm", asked) : asked;
          double[][] toText = translated(params, at + "image.", sized);
          double[][] toImage =
              translated(params, at + "text.", found(params, at + "text.", index, read[b], 2));
          seen[b] = fused(params, at + "image.", index, seen[b], toImage);
          read[b] = fused(params, at + "text.", index, read[b], toText);
          index++;
        }
      }
      FusionInput features = encoded.features();
      assertThat(features.levels()).hasSize(1);
      assertThat(features.levels().get(0).toDoubleArray())
          .containsExactly(flat(seen), within(1e-9));
      assertThat(features.text().toDoubleArray()).containsExactly(flat(read), within(1e-9));
      assertThat(features.mask().toLongArray()).containsExactly(1, 1, 1, 0, 1, 1, 1, 0);
      assertThat(encoded.loss()).isEmpty();
    }
  }

  @Test
  void theCaptionIsReadOtherwiseForEachImage() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation pmf = Adapted.of(new Pmf(), model, Map.of())) {
      FusionInput plain = model.encoded(Adaptation.none(), model.images());
      FusionInput fused = model.encoded(pmf, model.images());
      assertThat(fused.text().getShape()).isEqualTo(plain.text().getShape());
      assertThat(fused.mask().getShape()).isEqualTo(plain.mask().getShape());
      for (int i = 0; i < plain.levels().size(); i++) {
        assertThat(fused.levels().get(i).getShape()).isEqualTo(plain.levels().get(i).getShape());
      }
      assertThat(caption(plain, 1)).isEqualTo(caption(plain, 0));
      assertThat(caption(fused, 1)).isNotEqualTo(caption(fused, 0));
    }
  }

  private static double[] caption(FusionInput features, int image) {
    return Ops.contiguous(Ops.narrow(features.text(), 0, image, 1)).toDoubleArray();
  }

  /** Also with fewer prompts than usual: none but the queries. */
  @Test
  void contextsMayBeLeftOut() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation bare =
            Adapted.of(
                new Pmf(), model, Map.of("queries", 1, "query-context", 0, "fusion-context", 0))) {
      assertThat(bare.params().names()).noneMatch(name -> name.contains("context"));
      assertThat(TinyGlip.values(model.encoded(bare, model.images())))
          .isNotEqualTo(TinyGlip.values(model.encoded(Adaptation.none(), model.images())));
    }
  }

  @ParameterizedTest
  @CsvSource({"T, 12, 12", "L, 24, 12", "MINI, 5, 6"})
  void noMoreLayersThanThereAre(String name, int blocks, int layers) {
    GlipConfig config =
        switch (name) {
          case "T" -> GlipConfig.T;
          case "L" -> GlipConfig.L;
          default -> GlipConfig.MINI;
        };
    int most = Math.min(blocks, layers);
    Pmf method = new Pmf();
    Layout backbone = new Glip(config).layout();
    Settings all = Settings.resolve(method.settings(), Map.of("layers", most));
    assertThat(method.layout(config, backbone, all).names())
        .contains("pmf.%s.image.query".formatted(most - 1))
        .doesNotContain("pmf.%s.image.query".formatted(most));
    Settings more = Settings.resolve(method.settings(), Map.of("layers", most + 1));
    assertThatThrownBy(() -> method.layout(config, backbone, more))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("layers is %s".formatted(most + 1))
        .hasMessageContaining("%s Swin blocks and %s text layers".formatted(blocks, layers))
        .hasMessageContaining("allowed are 1 to %s".formatted(most));
  }

  /** In GLIP-mini the last two blocks belong to stages of different widths. */
  @Test
  void eachLayerHasTheWidthOfItsBlock() {
    Layout layout =
        new Pmf()
            .layout(
                GlipConfig.MINI, new Layout(), Settings.resolve(new Pmf().settings(), Map.of()));
    int last = GlipConfig.MINI.vision().embedDim() << 3;
    assertThat(Objects.requireNonNull(layout.get("pmf.0.image.query")).shape().getShape())
        .containsExactly(4, last / 2);
    assertThat(Objects.requireNonNull(layout.get("pmf.1.image.query")).shape().getShape())
        .containsExactly(4, last);
  }
}
