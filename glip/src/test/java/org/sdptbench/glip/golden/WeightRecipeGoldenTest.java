package org.sdptbench.glip.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.weights.RawTensor;

class WeightRecipeGoldenTest {

  @Test
  void hashIsFnv1a() {
    // Vectors of the algorithm's authors: http://www.isthe.com/chongo/tech/comp/fnv/
    assertThat(WeightRecipe.fnv1a64("")).isEqualTo(0xcbf29ce484222325L);
    assertThat(WeightRecipe.fnv1a64("a")).isEqualTo(0xaf63dc4c8601ec8cL);
    assertThat(WeightRecipe.fnv1a64("foobar")).isEqualTo(0x85944171f73967e8L);
  }

  static List<GoldenDocument> recipes() {
    return GoldenKind.WEIGHT_RECIPE.documents();
  }

  @ParameterizedTest
  @MethodSource("recipes")
  void testVectorsAgree(GoldenDocument golden) {
    JsonNode document = golden.json();
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

  static List<GoldenSet> models() {
    return GoldenKind.FULL_SIZE_MODEL.sets();
  }

  @ParameterizedTest
  @MethodSource("models")
  @Tag("slow")
  void allParametersOfAFullSizeModelHaveTheDigestOfTheOfficialRun(GoldenSet model)
      throws NoSuchAlgorithmException {
    WeightRecipe recipe = WeightRecipe.golden().with(model.config().get("recipe_over"));
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    long seed = model.config().get("seed").longValue();
    Glip glip = new Glip(GoldenModels.preset(model.config().get("model").textValue()));
    for (ParamSpec spec : glip.layout().specs()) {
      long[] shape = spec.shape().getShape();
      digest.update(RawTensor.of(recipe.weights(spec.name(), seed, shape), shape).data());
    }
    assertThat(HexFormat.of().formatHex(digest.digest()))
        .isEqualTo(model.config().get("parameters_sha256_float32").textValue());
  }

  @Test
  void numbersOfASetGoToTheirRules() throws IOException {
    JsonNode rules =
        new ObjectMapper()
            .readTree(
                """
                {"rules": [["gamma_[vl]$", 0.5, 0.1], ["(query|key)\\\\.weight$", 0, ["fan", 2]],
                           ["bias0$", -3, 0.1]]}
                """);
    WeightRecipe recipe = WeightRecipe.parse(rules);
    assertThat(recipe.with(new ObjectMapper().readTree("{}"))).isEqualTo(recipe);
    WeightRecipe changed =
        recipe.with(
            new ObjectMapper().readTree("{\"gamma\": [0.25, 0.2], \"qk\": 1, \"bias0\": -2}"));
    assertThat(changed.rules())
        .extracting(WeightRecipe.Rule::centre, WeightRecipe.Rule::scale, WeightRecipe.Rule::fan)
        .containsExactly(tuple(0.25, 0.2, false), tuple(0.0, 1.0, true), tuple(-2.0, 0.1, false));
    assertThatThrownBy(() -> recipe.with(new ObjectMapper().readTree("{\"qq\": 1}")))
        .hasMessageContaining("'qq'");
  }

  private static long[] shape(JsonNode node) {
    JsonNode shape = node.get("shape");
    return IntStream.range(0, shape.size()).mapToLong(i -> shape.get(i).longValue()).toArray();
  }

  private static double[] doubles(JsonNode node) {
    return IntStream.range(0, node.size()).mapToDouble(i -> node.get(i).doubleValue()).toArray();
  }
}
