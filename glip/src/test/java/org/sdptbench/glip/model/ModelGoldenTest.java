package org.sdptbench.glip.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sdptbench.glip.golden.GoldenAssert.MODEL_RTOL;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModels;
import org.sdptbench.glip.golden.GoldenModule;
import org.sdptbench.glip.golden.GoldenPicture;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.golden.ModelOutputs;
import org.sdptbench.glip.head.DetectionMatch;
import org.sdptbench.glip.head.Detections;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.vision.ImageInput;
import org.sdptbench.glip.vision.PreparedImage;

/** A whole GLIP, from a picture to boxes in that picture. */
class ModelGoldenTest {

  static List<GoldenSet> sets() {
    return GoldenKind.MODEL.sets();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everythingFromThePictureToTheBoxesAgrees(GoldenSet set) throws IOException {
    Glip glip = new Glip(GoldenModels.config(set));
    assertThat(glip.layout().names()).isEqualTo(set.weightNames());
    PreparedImage image = picture(set);
    GoldenAssert.close(set, "out.resized_rgb", floats(image.rgb()), 0, 0);
    try (Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, glip.layout())) {
      Pass pass = golden.pass(Adaptation.none());
      NDArray pixels = ImageInput.batch(List.of(image));
      // One unit in the last place of values up to 2.6.
      GoldenAssert.close(set, "out.image", pixels.toFloatArray(), 0, 3e-7);

      ModelOutputs outputs =
          ModelOutputs.of(
              glip, pass, pixels, golden.read("in.input_ids"), golden.read("in.attention_mask"));
      for (String tensor : set.names(ModelGoldenTest::isFeature)) {
        float[] actual = outputs.values(tensor.substring("out.".length()));
        GoldenAssert.close(set, tensor, actual, MODEL_RTOL);
      }
      verifyDetections(set, glip, outputs.predictions(), image);
    }
  }

  private static void verifyDetections(
      GoldenSet set, Glip glip, Predictions predictions, PreparedImage image) {
    long[] padded = set.shape("out.image");
    Detections detections =
        new PostProcessor(PostProcessor.Settings.DEFAULT)
            .detect(
                predictions.image(0),
                glip.anchors((int) padded[2], (int) padded[3]),
                GoldenModels.labelTokens(set.config().get("label_to_tokens")),
                image.size());
    List<Detections.Detected> original = detections.resized(image.size(), image.original()).boxes();
    new DetectionMatch(set, "detections")
        .verifyToCut(
            DetectionMatch.listed(set, "out.boxes", "out.scores", "out.labels"),
            detections.boxes());
    new DetectionMatch(set, "detections in the picture")
        .verifyToCut(
            DetectionMatch.listed(set, "out.orig_xyxy", "out.scores", "out.labels"), original);
    new DetectionMatch(set, "COCO detections")
        .verifyToCut(
            DetectionMatch.listed(set, "out.orig_xywh", "out.scores", "out.labels"),
            DetectionMatch.asXywh(original));
  }

  /** Whether a tensor is none of those that are compared in another way. */
  private static boolean isFeature(String tensor) {
    return tensor.startsWith("out.")
        && !List.of("resized_rgb", "image", "boxes", "scores", "labels", "orig_xyxy", "orig_xywh")
            .contains(tensor.substring("out.".length()));
  }

  private static PreparedImage picture(GoldenSet set) throws IOException {
    JsonNode info = set.config().get("info");
    Path file = set.path().resolveSibling(info.get("png").textValue());
    CRC32 crc = new CRC32();
    crc.update(GoldenPicture.rgb(ImageIO.read(file.toFile())));
    assertThat(crc.getValue()).isEqualTo(info.get("png_rgb_crc32").longValue());
    return GoldenPicture.read(set, file);
  }

  private static float[] floats(byte[] bytes) {
    float[] floats = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      floats[i] = bytes[i] & 0xff;
    }
    return floats;
  }
}
