package org.sdptbench.glip.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.weights.RawTensor;

class WeightRecipeTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void hashIsFnv1a() {
    // Vectors of the algorithm's authors: http://www.isthe.com/chongo/tech/comp/fnv/
    assertThat(WeightRecipe.fnv1a64("")).isEqualTo(0xcbf29ce484222325L);
    assertThat(WeightRecipe.fnv1a64("a")).isEqualTo(0xaf63dc4c8601ec8cL);
    assertThat(WeightRecipe.fnv1a64("foobar")).isEqualTo(0x85944171f73967e8L);
  }

  @Test
  void testVectorsAgree() throws IOException {
    JsonNode document = JSON.readTree(GoldenSets.file("recipe.json").toFile());
    WeightRecipe recipe = WeightRecipe.parse(document);
    Pattern uniforms = Pattern.compile("uniform\\(\"(.*)\", ?seed (\\d+)\\)");
    int streams = 0;
    for (Map.Entry<String, JsonNode> field : document.properties()) {
      Matcher matcher = uniforms.matcher(field.getKey());
      if (matcher.matches()) {
        streams++;
        double[] expected = doubles(field.getValue());
        long seed = Long.parseLong(matcher.group(2));
        assertThat(WeightRecipe.uniforms(matcher.group(1), seed, expected.length))
            .containsExactly(expected);
      }
    }
    assertThat(streams).isPositive();
    long seed = document.get("seed").longValue();
    for (Map.Entry<String, JsonNode> example : document.get("examples").properties()) {
      float[] weights = recipe.weights(example.getKey(), seed, shape(example.getValue()));
      double[] first = doubles(example.getValue().get("first"));
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i];
        if (i < first.length) {
          assertThat((double) weights[i]).as(example.getKey()).isEqualTo(first[i]);
        }
      }
      assertThat(sum).isCloseTo(example.getValue().get("sum").doubleValue(), within(1e-9));
    }
  }

  @Test
  @Tag("slow")
  void allParametersOfAFullSizeModelHaveTheDigestOfTheOfficialRun() throws Exception {
    WeightRecipe recipe = WeightRecipe.golden();
    List<GoldenSet> models =
        GoldenSets.matching(set -> set.config().has("parameters_sha256_float32"));
    int compared = 0;
    for (GoldenSet model : models) {
      for (JsonNode list : stateDicts(model.config().get("model").textValue())) {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long seed = model.config().get("seed").longValue();
        for (Map.Entry<String, JsonNode> entry : list.get("state_dict").properties()) {
          if (entry.getValue().get("kind").textValue().equals("param")) {
            long[] shape = shape(entry.getValue());
            digest.update(RawTensor.of(recipe.weights(entry.getKey(), seed, shape), shape).data());
          }
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
            .as(model.name())
            .isEqualTo(model.config().get("parameters_sha256_float32").textValue());
        compared++;
      }
    }
    assumeTrue(compared > 0, "no golden state-dict list of these models");
  }

  private static List<JsonNode> stateDicts(String model) throws IOException {
    List<JsonNode> lists = new ArrayList<>();
    try (Stream<Path> files = Files.list(GoldenSets.folder())) {
      for (Path json : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
        JsonNode document = JSON.readTree(json.toFile());
        if (document.has("state_dict") && document.path("model").asText().equals(model)) {
          lists.add(document);
        }
      }
    }
    return lists;
  }

  private static long[] shape(JsonNode node) {
    JsonNode shape = node.get("shape");
    return IntStream.range(0, shape.size()).mapToLong(i -> shape.get(i).longValue()).toArray();
  }

  private static double[] doubles(JsonNode node) {
    return IntStream.range(0, node.size()).mapToDouble(i -> node.get(i).doubleValue()).toArray();
  }
}
