package org.sdptbench.harness.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.sdptbench.glip.golden.GoldenAssert.MODEL_RTOL;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModels;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.golden.ModelOutputs;
import org.sdptbench.glip.golden.WeightRecipe;
import org.sdptbench.glip.head.DetectionMatch;
import org.sdptbench.glip.head.Detections;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.text.Caption;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.Tokenizer;
import org.sdptbench.glip.vision.ImageInput;
import org.sdptbench.glip.vision.PreparedImage;
import org.sdptbench.harness.data.ImageFiles;
import org.sdptbench.harness.data.RgbImage;

/** An official GLIP of full size, from a photograph and class names to boxes. */
@Tag("slow")
class FullSizeModelGoldenTest {

  static List<GoldenSet> sets() {
    return GoldenKind.FULL_SIZE_MODEL.sets();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everythingFromThePhotographToTheBoxesAgrees(GoldenSet set) throws IOException {
    PreparedImage image = photograph(set);
    Caption caption = caption(set);
    Glip glip = new Glip(GoldenModels.preset(set.config().get("model").textValue()));
    try (Scope scope = new Scope();
        Params weights = weights(set, glip)) {
      ModelOutputs outputs =
          ModelOutputs.of(
              glip,
              new Pass(weights, Adaptation.none()),
              ImageInput.batch(List.of(image)),
              Caption.ids(List.of(caption)),
              Caption.mask(List.of(caption)));
      for (Map.Entry<String, JsonNode> stats : set.config().get("stats").properties()) {
        if (!stats.getKey().equals("image")) {
          verify(set, stats.getKey(), stats.getValue(), outputs.values(stats.getKey()));
        }
      }
      JsonNode padded = set.config().get("padded_hw");
      Detections detections =
          new PostProcessor(PostProcessor.Settings.DEFAULT)
              .detect(
                  outputs.predictions().image(0),
                  glip.anchors(padded.get(0).intValue(), padded.get(1).intValue()),
                  GoldenModels.labelTokens(set.config().get("label_to_tokens")),
                  image.size());
      new DetectionMatch(set, "detections")
          .verifyToCut(
              DetectionMatch.listed(set, "out.boxes", "out.scores", "out.labels"),
              detections.boxes());
      new DetectionMatch(set, "detections in the photograph")
          .verifyToCut(
              DetectionMatch.listed(set, "out.orig_xyxy", "out.scores", "out.labels"),
              detections.resized(image.size(), image.original()).boxes());
    }
  }

  private static Params weights(GoldenSet set, Glip glip) {
    WeightRecipe recipe = WeightRecipe.golden().with(set.config().get("recipe_over"));
    long seed = set.config().get("seed").longValue();
    return Params.from(
        glip.layout(),
        spec -> {
          long[] shape = spec.shape().getShape();
          return Ops.of(recipe.weights(spec.name(), seed, shape), shape);
        });
  }

  /** Compares every stride-th value, and over all values the sum, the norm and the range. */
  private static void verify(GoldenSet set, String output, JsonNode stats, float[] all) {
    JsonNode shape = stats.get("shape");
    float[] values = all;
    if (output.startsWith("dot_product_logits")) {
      values = firstTokens(all, shape.get(1).intValue(), shape.get(2).intValue());
    }
    float[] sample = every(stats.get("stride").intValue(), values);
    GoldenAssert.close(set, "sample." + output, sample, MODEL_RTOL);
    double sum = 0;
    double squares = 0;
    double min = values[0];
    double max = values[0];
    for (float value : values) {
      sum += value;
      squares += (double) value * value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    double norm = stats.get("l2").doubleValue();
    double largest = Math.max(-stats.get("min").doubleValue(), stats.get("max").doubleValue());
    assertThat(Math.sqrt(squares)).as(output).isCloseTo(norm, within(MODEL_RTOL * norm));
    // The sum of the absolute values is at most norm · √n.
    assertThat(sum)
        .as(output)
        .isCloseTo(
            stats.get("sum").doubleValue(), within(MODEL_RTOL * norm * Math.sqrt(values.length)));
    assertThat(min)
        .as(output)
        .isCloseTo(stats.get("min").doubleValue(), within(MODEL_RTOL * largest));
    assertThat(max)
        .as(output)
        .isCloseTo(stats.get("max").doubleValue(), within(MODEL_RTOL * largest));
  }

  private static float[] every(int stride, float[] values) {
    float[] sample = new float[(values.length + stride - 1) / stride];
    for (int i = 0; i < sample.length; i++) {
      sample[i] = values[i * stride];
    }
    return sample;
  }

  /** The first columns of [positions, L]. */
  private static float[] firstTokens(float[] logits, int positions, int tokens) {
    int length = logits.length / positions;
    float[] kept = new float[positions * tokens];
    for (int i = 0; i < positions; i++) {
      System.arraycopy(logits, i * length, kept, i * tokens, tokens);
    }
    return kept;
  }

  /** Our caption of the class names, after its tokens and positive map have been compared. */
  private static Caption caption(GoldenSet set) throws IOException {
    List<String> names = List.of(set.config().get("caption").textValue().split("\\. "));
    long[] ids = set.longs("in.input_ids");
    try (Tokenizer tokenizer = Tokenizer.bertBaseUncased()) {
      Caption caption = new Captions(tokenizer, ids.length).of(names);
      assertThat(caption.tokens()).isEqualTo(set.config().get("tokens").intValue());
      GoldenAssert.exact(
          set, "in.input_ids", caption.ids().stream().mapToLong(Integer::longValue).toArray());
      assertThat(caption.positiveMap().positions())
          .isEqualTo(
              new ArrayList<>(
                  GoldenModels.labelTokens(set.config().get("label_to_tokens")).values()));
      return caption;
    }
  }

  private static PreparedImage photograph(GoldenSet set) throws IOException {
    JsonNode config = set.config();
    RgbImage photograph = ImageFiles.read(file(set, config.get("image").textValue()));
    assertThat(crc(photograph.rgb())).isEqualTo(config.get("image_rgb_crc32").longValue());
    PreparedImage image =
        ImageInput.prepare(
            photograph.rgb(),
            photograph.width(),
            photograph.height(),
            config.get("min_size").intValue(),
            config.get("max_size").intValue());
    assertThat(List.of(image.size().height(), image.size().width()))
        .isEqualTo(GoldenModels.integers(config.get("resized_hw")));
    assertThat(crc(image.rgb())).isEqualTo(config.get("resized_rgb_crc32").longValue());
    try (Scope scope = new Scope()) {
      float[] pixels = ImageInput.batch(List.of(image)).toFloatArray();
      float[] sample = every(config.at("/stats/image/stride").intValue(), pixels);
      GoldenAssert.close(set, "sample.image", sample, 0, 3e-7);
    }
    return image;
  }

  /** A file of the data that lie beside the golden folder, or of the shared data. */
  private static Path file(GoldenSet set, String name) {
    List<Path> places =
        List.of(
            set.path().resolveSibling("..").resolve(name).normalize(),
            Path.of(System.getProperty("sdptbench.shared", "../shared"), name));
    Path file = places.stream().filter(Files::isRegularFile).findFirst().orElse(places.get(1));
    assumeTrue(Files.isRegularFile(file), () -> "no photograph at any of " + places);
    return file;
  }

  private static long crc(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return crc.getValue();
  }
}
