package org.sdptbench.glip.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.GoldenSets;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.text.Bert;
import org.sdptbench.glip.text.BertLayer;

/** Names, shapes and order of text encoder, fusion and tower BERT are those of the checkpoints. */
class OfficialNamesGoldenTest {
  private static final String TOWER = "rpn.head.dyhead_tower.";

  @Test
  void layoutsAreThoseOfTheCheckpoints() throws IOException {
    int checked = 0;
    for (JsonNode checkpoint : checkpoints()) {
      Map<String, List<Long>> official = new LinkedHashMap<>();
      checkpoint
          .get("state_dict")
          .properties()
          .forEach(
              entry -> {
                if (entry.getValue().get("kind").textValue().equals("param")) {
                  List<Long> shape = new ArrayList<>();
                  entry.getValue().get("shape").forEach(size -> shape.add(size.longValue()));
                  official.put(entry.getKey(), shape);
                }
              });
      GlipConfig config = preset(checkpoint.get("model").textValue());
      Layout text = new Layout();
      new Bert(Bert.PREFIX, config.text()).declare(text);
      compare(text, official, name -> name.startsWith(Bert.PREFIX));

      GlipConfig.Tower tower = config.tower();
      int hidden = config.text().hidden();
      Layout fusion = new Layout();
      Layout bert = new Layout();
      for (int i = 0; i < tower.layers(); i++) {
        new FusionLayer(
                TOWER + 3 * i + ".b_attn.",
                i,
                config.vision().channels(),
                hidden,
                tower.fusionDim(),
                tower.fusionHeads(),
                1.0 / tower.layers())
            .declare(fusion);
        BertLayer.tower(
                TOWER + (3 * i + 1) + ".", hidden, tower.textHeads(), tower.textIntermediate())
            .declare(bert);
      }
      compare(fusion, official, name -> name.contains(".b_attn."));
      compare(bert, official, name -> name.startsWith(TOWER) && stage(name) % 3 == 1);
      checked++;
    }
    int found = checked;
    assumeTrue(found > 0, "no checkpoint listings among the golden files");
  }

  private static void compare(
      Layout layout, Map<String, List<Long>> official, Predicate<String> part) {
    Map<String, List<Long>> expected = new LinkedHashMap<>();
    official.forEach(
        (name, shape) -> {
          if (part.test(name)) {
            expected.put(name, shape);
          }
        });
    Map<String, List<Long>> declared = new LinkedHashMap<>();
    layout
        .specs()
        .forEach(
            spec ->
                declared.put(spec.name(), Arrays.stream(spec.shape().getShape()).boxed().toList()));
    assertThat(expected).isNotEmpty();
    assertThat(new ArrayList<>(declared.entrySet()))
        .isEqualTo(new ArrayList<>(expected.entrySet()));
  }

  /** The number after {@link #TOWER}. */
  private static int stage(String name) {
    return Integer.parseInt(name, TOWER.length(), name.indexOf('.', TOWER.length()), 10);
  }

  private static GlipConfig preset(String model) {
    return GlipConfig.PRESETS.stream()
        .filter(preset -> preset.name().equalsIgnoreCase(model))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no preset " + model));
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
