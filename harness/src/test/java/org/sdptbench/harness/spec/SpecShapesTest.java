package org.sdptbench.harness.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.harness.testing.Scales;

/** A spec with every value in another shape: each is a mistake with a place, or is right. */
class SpecShapesTest {
  private static final String SPEC =
      """
      name: x
      title: t
      question: q
      reproduces: Table 1
      model: glip-mini
      tasks: [odinw13]
      alsoTestedOn: [odinw13/Thermal]
      methods:
      - sdpt
      - {method: full, label: a, settings: {}, recipe: {steps: 3}}
      - {method: sdpt, label: b, base: {method: full, task: odinw13/Thermal, settings: {}, recipe: {}}}
      shots: [0, 1]
      seeds: [0, 1]
      recipe: {learningRate: 0.1}
      matrix:
        product: {sdpt.k: [1, 2]}
        zip: [{recipe.steps: [1, 2], seed: [1, 2]}]
        exclude: [{sdpt.k: 1, seed: 2}]
        include: [{sdpt.k: 3}]
      quick: {tasks: [odinw13/Thermal], methods: [sdpt], shots: [0], seeds: [0], recipe: {steps: 2}}
      report: {rows: method, columns: task, charts: [], metrics: [AP]}
      """;

  private static final List<String> SHAPES =
      List.of(
          "null",
          "{}",
          "[]",
          "{a: 1}",
          "[1]",
          "[[]]",
          "[{}]",
          "[null]",
          "''",
          "text",
          "0",
          "-1",
          "1.5",
          "1e999",
          "-1e999",
          ".nan",
          "-.inf",
          "99999999999999999999999999",
          "true");

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final Vocabulary vocabulary = FakeVocabulary.create(false);
  private final Scale scale;
  private final SpecReader reader;

  SpecShapesTest() throws Exception {
    scale = new ScaleReader(vocabulary).parse("small.yaml", Scales.SMALL);
    reader = new SpecReader(vocabulary, scale);
  }

  private static List<JsonPointer> places(JsonNode node, JsonPointer at) {
    List<JsonPointer> places = new ArrayList<>(List.of(at));
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        places.addAll(places(field.getValue(), at.appendProperty(field.getKey())));
      }
    } else {
      for (int i = 0; i < node.size(); i++) {
        places.addAll(places(node.get(i), at.appendIndex(i)));
      }
    }
    return places;
  }

  @Test
  void everyValueInEveryShapeIsRightOrAMistakeWithAPlace() throws Exception {
    JsonNode spec = YAML.readTree(SPEC);
    int refused = 0;
    for (JsonPointer place : places(spec, JsonPointer.empty())) {
      for (String shape : SHAPES) {
        String text =
            place.matches()
                ? shape
                : with(spec, place, "SHAPE").replaceAll("[\"']?SHAPE[\"']?", shape);
        try {
          apply(reader.parse("x.yaml", text), List.of());
        } catch (InvalidInputException e) {
          refused++;
          assertThat(e.problems()).as(place + " " + shape).isNotEmpty();
        } catch (RuntimeException e) {
          throw new AssertionError("%s in place of %s".formatted(shape, place), e);
        }
      }
    }
    assertThat(refused).isGreaterThan(500);
  }

  /** As flow YAML, which is JSON, in which the shape is put as it is. */
  private static String with(JsonNode spec, JsonPointer place, String mark) throws Exception {
    JsonNode copy = spec.deepCopy();
    JsonNode parent = copy.at(place.head());
    if (parent instanceof ObjectNode object) {
      object.put(place.last().getMatchingProperty(), mark);
    } else if (parent instanceof ArrayNode array) {
      array.set(place.last().getMatchingIndex(), array.textNode(mark));
    }
    return new ObjectMapper().writeValueAsString(copy);
  }

  private List<Spec> apply(Spec spec, List<String> methods) throws InvalidInputException {
    return new SpecOverrides(false, Optional.empty(), methods, List.of())
        .apply(List.of(spec), vocabulary, scale);
  }

  @Test
  void methodsAsAMapAndNumbersWithoutEndAreMistakes() {
    assertThatThrownBy(
            () ->
                reader.parse(
                    "x.yaml",
                    SPEC.replaceFirst(
                        "(?s)methods:.*?\nshots: ", "methods: {sdpt: {k: 3}}\nshots: ")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x.yaml:8:10: 'methods': found {");
    assertThatThrownBy(() -> reader.parse("x.yaml", SPEC.replace("rows: method", "rows: -1e999")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("found -1e999, which is no finite number; allowed: a number of at");
  }

  @Test
  @Timeout(20)
  void manyMistakesTakeNoLongerThanTheyAreMany() {
    for (String indent : List.of("", "  ")) {
      String keys =
          IntStream.range(0, 60_000)
              .mapToObj(i -> "%sk%s: 1".formatted(indent, i))
              .collect(Collectors.joining("\n"));
      String spec = indent.isEmpty() ? keys : "recipe:\n" + keys;
      assertThatThrownBy(() -> reader.parse("x.yaml", spec))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("more than 2000 keys in one map")
          .satisfies(e -> assertThat(String.valueOf(e.getMessage()).lines()).hasSizeLessThan(200));
    }
  }

  @Test
  void aMatrixWithoutEndIsRefusedBeforeItIsMade() throws Exception {
    String thousand =
        IntStream.range(1, 1001).mapToObj(String::valueOf).collect(Collectors.joining(", "));
    Spec spec =
        reader.parse(
            "x.yaml",
            """
            {name: x, title: t, question: q, tasks: [odinw13], methods: [sdpt],
             matrix: {product: {sdpt.k: [%s], recipe.steps: [%s], seed: [%s]}}}
            """
                .formatted(thousand, thousand, thousand));
    long start = System.nanoTime();
    assertThatThrownBy(() -> apply(spec, List.of()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("spec x: its matrix has 1.00e+09 points");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aLabelWithCommasCanBeAskedFor() throws Exception {
    Spec spec =
        reader.parse(
            "x.yaml",
            """
            {name: x, title: t, question: q, tasks: [odinw13],
             methods: [full, {method: sdpt, label: "SDPT, k = 5, fast", settings: {k: 5}}, zero-shot]}
            """);
    List<Spec> chosen = apply(spec, List.of("zero-shot,SDPT, k = 5, fast".split(",", -1)));
    assertThat(chosen.get(0).methods())
        .extracting(Spec.Method::label)
        .containsExactly("SDPT, k = 5, fast", "Zero-shot");
  }
}
