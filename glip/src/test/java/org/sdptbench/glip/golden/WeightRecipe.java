package org.sdptbench.glip.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The recipe by which the golden material makes weights of any size from their names, so that
 * full-size models can be compared without a file of a gigabyte: FNV-1a of the name seeds a
 * splitmix64 stream, whose upper 24 bits become a uniform in [-1, 1); the first rule that matches
 * the name gives centre and scale.
 *
 * @param rules in order of precedence
 */
public record WeightRecipe(List<Rule> rules) {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  /** A name that each number of {@code recipe_over} acts on. */
  private static final SortedMap<String, String> EXAMPLES =
      new TreeMap<>(
          Map.of(
              "qk", "query.weight",
              "bias0", "bias0",
              "dot", "dot_product_projection_text.weight",
              "gamma", "gamma_v",
              "offset", "offset.weight"));

  /**
   * Centre and scale of the weights whose name a pattern is found in.
   *
   * @param pattern searched for anywhere in the name
   * @param centre middle of the interval
   * @param scale half its length, or a gain if {@code fan}
   * @param fan whether the scale is {@code gain · sqrt(3 / fan-in)}, fan-in being the product of
   *     all dimensions but the first
   */
  public record Rule(Pattern pattern, double centre, double scale, boolean fan) {}

  /** Reads the recipe of the golden folder. Skips the calling test if there is none. */
  public static WeightRecipe golden() {
    return parse(GoldenKind.WEIGHT_RECIPE.documents().get(0).json());
  }

  /** Reads a recipe from its document. */
  public static WeightRecipe parse(JsonNode document) {
    List<Rule> rules = new ArrayList<>();
    document
        .properties()
        .forEach(
            field -> {
              if (field.getKey().startsWith("rules")) {
                field.getValue().forEach(rule -> rules.add(rule(rule)));
              }
            });
    return new WeightRecipe(List.copyOf(rules));
  }

  /**
   * The recipe with the numbers of a set's {@code recipe_over}, each of which goes to one rule.
   *
   * @throws IllegalArgumentException if it names what is no rule
   */
  public WeightRecipe with(JsonNode over) {
    List<Rule> changed = new ArrayList<>(rules);
    for (Map.Entry<String, JsonNode> entry : over.properties()) {
      String example = EXAMPLES.get(entry.getKey());
      if (example == null) {
        throw new IllegalArgumentException(
            "recipe_over has '%s', known are %s".formatted(entry.getKey(), EXAMPLES.keySet()));
      }
      Rule rule = rule(example);
      JsonNode value = entry.getValue();
      changed.set(
          rules.indexOf(rule),
          value.isArray()
              ? new Rule(
                  rule.pattern, value.get(0).doubleValue(), value.get(1).doubleValue(), false)
              : rule.fan
                  ? new Rule(rule.pattern, rule.centre, value.doubleValue(), true)
                  : new Rule(rule.pattern, value.doubleValue(), rule.scale, false));
    }
    return new WeightRecipe(List.copyOf(changed));
  }

  /** The rule of a name. */
  private Rule rule(String name) {
    return rules.stream()
        .filter(rule -> rule.pattern().matcher(name).find())
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no rule for '" + name + "'"));
  }

  private static Rule rule(JsonNode node) {
    JsonNode scale = node.get(2);
    boolean fan = scale.isArray() && scale.get(0).textValue().equals("fan");
    return new Rule(
        Pattern.compile(node.get(0).textValue()),
        node.get(1).doubleValue(),
        fan ? scale.get(1).doubleValue() : scale.doubleValue(),
        fan);
  }

  /** The weight of this name and shape, row-major. */
  public float[] weights(String name, long seed, long... shape) {
    Rule rule = rule(name);
    long size = 1;
    long fanIn = 1;
    for (int d = 0; d < shape.length; d++) {
      size *= shape[d];
      fanIn *= d == 0 ? 1 : shape[d];
    }
    double scale = rule.fan() ? rule.scale() * Math.sqrt(3.0 / fanIn) : rule.scale();
    long state = fnv1a64(name) ^ seed * GOLDEN_GAMMA;
    float[] weights = new float[Math.toIntExact(size)];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (rule.centre() + scale * uniform(state, i));
    }
    return weights;
  }

  /** The first {@code count} uniforms in [-1, 1) of a name's stream. */
  static double[] uniforms(String name, long seed, int count) {
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = uniform(fnv1a64(name) ^ seed * GOLDEN_GAMMA, i);
    }
    return values;
  }

  private static double uniform(long state, int index) {
    return 2 * ((mix(state + (index + 1) * GOLDEN_GAMMA) >>> 40) * 0x1p-24) - 1;
  }

  /** The finaliser of splitmix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mix(long z) {
    long x = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    x = (x ^ x >>> 27) * 0x94D049BB133111EBL;
    return x ^ x >>> 31;
  }

  /** FNV-1a of the name's UTF-8, 64 bits. */
  static long fnv1a64(String name) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }
}
