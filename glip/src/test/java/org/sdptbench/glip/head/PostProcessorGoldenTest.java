package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModels;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.vision.ImageSize;

class PostProcessorGoldenTest {

  static List<GoldenSet> sets() {
    return GoldenKind.POST_PROCESSING.sets();
  }

  private static ImageSize size(JsonNode sizes, int image) {
    return new ImageSize(sizes.get(image).get(1).asInt(), sizes.get(image).get(0).asInt());
  }

  @ParameterizedTest
  @MethodSource("sets")
  void detectionsAgree(GoldenSet set) {
    JsonNode config = set.config();
    assertThat(config.get("score_agg").asText()).isEqualTo("MEAN");
    PostProcessor.Settings settings =
        new PostProcessor.Settings(
            (float) config.get("inference_th").asDouble(),
            config.get("pre_nms_top_n").asInt(),
            (float) config.get("nms_th").asDouble(),
            config.get("detections_per_img").asInt());
    PostProcessor postProcessor = new PostProcessor(settings);
    Map<Integer, List<Integer>> labelTokens =
        GoldenModels.labelTokens(config.get("label_to_tokens"));
    Anchors anchors = Anchors.of(GoldenPredictions.sizes(set, "in."), 8);
    try (Scope scope = new Scope()) {
      Predictions predictions =
          GoldenPredictions.of(set, "in.")
              .with(Ops.cat(Leaves.numbered(set, "in.dot_product_logits."), 1));
      for (int image = 0; image < predictions.images(); image++) {
        Predictions.OfImage ofImage = predictions.image(image);
        ImageSize size = size(config.get("img_hw"), image);
        ClassScores classes =
            new ClassScores(labelTokens, ofImage.tokens(), settings.scoreThreshold());
        PostProcessor.Candidates candidates = postProcessor.candidates(ofImage, anchors, classes);
        new DetectionMatch(set, "candidates of image " + image)
            .verify(
                listed(set, "out.dbg.candidates.", "boxes", image),
                decoded(candidates, classes, new PostProcessor.Boxes(ofImage, anchors, size)));
        Detections actual = postProcessor.detect(ofImage, anchors, labelTokens, size);
        new DetectionMatch(set, "detections of image " + image)
            .verify(listed(set, "out.", "boxes", image), actual.boxes());
        Detections original = actual.resized(size, size(config.get("orig_hw"), image));
        new DetectionMatch(set, "original detections of image " + image)
            .verify(
                listed(set, "out.", "orig_xywh", image), DetectionMatch.asXywh(original.boxes()));
      }
    }
  }

  private static List<Detections.Detected> decoded(
      PostProcessor.Candidates candidates, ClassScores classes, PostProcessor.Boxes boxes) {
    List<Detections.Detected> decoded = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      decoded.add(
          new Detections.Detected(
              boxes.at(candidates.position(i)),
              classes.label(candidates.type(i)),
              candidates.score(i)));
    }
    return decoded;
  }

  private static List<Detections.Detected> listed(
      GoldenSet set, String prefix, String boxes, int image) {
    String ofImage = "." + image;
    return DetectionMatch.listed(
        set, prefix + boxes + ofImage, prefix + "scores" + ofImage, prefix + "labels" + ofImage);
  }
}
