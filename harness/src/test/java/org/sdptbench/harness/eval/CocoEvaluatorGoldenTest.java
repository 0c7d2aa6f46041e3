package org.sdptbench.harness.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.eval.EvaluationSets.EvaluationSet;

/** Agreement with pycocotools: every number of every set within 1e-12. */
class CocoEvaluatorGoldenTest {

  @TestFactory
  Stream<DynamicTest> equalsPycocotools() {
    return EvaluationSets.tests(GoldenKind.COCO_EVALUATION, CocoEvaluatorGoldenTest::compare);
  }

  private static void compare(EvaluationSet set) {
    DetectionDataset dataset = EvaluationSets.dataset(set);
    List<Detection> detections = EvaluationSets.detections(set);
    CocoMetrics metrics = CocoEvaluator.coco().withIdZeroDefect(true).evaluate(dataset, detections);

    assertClose(metrics.summary(), EvaluationSets.defined(set.expected().path("stats")));
    for (Map.Entry<String, JsonNode> category : set.expected().path("per_category").properties()) {
      SortedMap<String, Double> expected = EvaluationSets.defined(category.getValue());
      SortedMap<String, Double> actual =
          new TreeMap<>(metrics.classSummary(Integer.parseInt(category.getKey())));
      actual.keySet().removeIf(name -> !category.getValue().has(name));
      assertClose(actual, expected);
    }
    boolean zeroId = dataset.annotations().stream().anyMatch(a -> a.id() == 0);
    CocoMetrics mended = CocoEvaluator.coco().evaluate(dataset, detections);
    if (zeroId) {
      assertThat(mended.ap()).isGreaterThanOrEqualTo(metrics.ap());
    } else {
      assertThat(mended.summary()).isEqualTo(metrics.summary());
    }
  }

  static void assertClose(SortedMap<String, Double> actual, SortedMap<String, Double> expected) {
    assertThat(actual).containsOnlyKeys(expected.keySet());
    expected.forEach(
        (name, value) -> assertThat(actual.get(name)).as(name).isCloseTo(value, within(1e-12)));
  }
}
