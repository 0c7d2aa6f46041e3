package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.GoldenSets;
import org.sdptbench.glip.tensor.Layout;

/** Names, shapes and order of the vision trunk are those of the checkpoints. */
class OfficialVisionNamesGoldenTest {
  private static final String PREFIX = "backbone.";

  @Test
  void layoutsAreThoseOfTheCheckpoints() throws IOException {
    List<JsonNode> checkpoints = checkpoints();
    assumeFalse(checkpoints.isEmpty(), "no checkpoint listings among the golden files");
    for (JsonNode checkpoint : checkpoints) {
      List<String> official = new ArrayList<>();
      checkpoint
          .get("state_dict")
          .properties()
          .forEach(
              entry -> {
                JsonNode tensor = entry.getValue();
                if (entry.getKey().startsWith(PREFIX)
                    && tensor.get("kind").textValue().equals("param")) {
                  List<Long> shape = new ArrayList<>();
                  tensor.get("shape").forEach(size -> shape.add(size.longValue()));
                  official.add(entry.getKey() + " " + shape);
                }
              });
      String model = checkpoint.get("model").textValue();
      GlipConfig config =
          GlipConfig.PRESETS.stream()
              .filter(preset -> preset.name().equalsIgnoreCase(model))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no preset " + model));
      Layout layout = new Layout();
      new VisionTrunk(PREFIX, config.vision()).declare(layout);
      assertThat(official).isNotEmpty();
      assertThat(
              layout.specs().stream()
                  .map(spec -> spec.name() + " " + Arrays.toString(spec.shape().getShape())))
          .isEqualTo(official);
      JsonNode parts = checkpoint.get("parameters_by_part");
      assertThat(layout.size())
          .isEqualTo(
              parts.get("backbone.body").longValue() + parts.get("backbone.fpn").longValue());
    }
  }

  private static List<JsonNode> checkpoints() throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<JsonNode> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(GoldenSets.folder())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        JsonNode root = json.readTree(file.toFile());
        if (root.has("state_dict") && root.has("model")) {
          found.add(root);
        }
      }
    }
    return found;
  }
}
