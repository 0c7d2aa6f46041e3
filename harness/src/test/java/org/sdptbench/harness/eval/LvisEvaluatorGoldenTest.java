package org.sdptbench.harness.eval;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.LvisFederation;
import org.sdptbench.harness.data.LvisFederation.Frequency;
import org.sdptbench.harness.eval.EvaluationSets.EvaluationSet;

/** Agreement with lvis-api and with GLIP's FixedAP: every number of every set within 1e-12. */
class LvisEvaluatorGoldenTest {
  private static final Pattern FIXED_AP = Pattern.compile("glip_fixed_ap_topk(\\d+)");

  @TestFactory
  Stream<DynamicTest> equalsLvisApi() {
    return EvaluationSets.tests(GoldenKind.LVIS_EVALUATION, LvisEvaluatorGoldenTest::compare);
  }

  private static void compare(EvaluationSet set) {
    DetectionDataset dataset = EvaluationSets.dataset(set);
    List<Detection> detections = EvaluationSets.detections(set);
    LvisFederation federation = federation(set);
    List<String> compared = new ArrayList<>();
    for (Map.Entry<String, JsonNode> protocol : set.expected().properties()) {
      Matcher fixed = FIXED_AP.matcher(protocol.getKey());
      LvisEvaluator evaluator;
      if (fixed.matches()) {
        int count = Integer.parseInt(fixed.group(1));
        evaluator = new LvisEvaluator(new LvisEvaluator.Limit.PerCategory(count));
      } else if (protocol.getKey().equals("lvis_api")
          || protocol.getKey().equals("glip_standard")) {
        evaluator = LvisEvaluator.standard();
      } else {
        continue;
      }
      compared.add(protocol.getKey());
      SortedMap<String, Double> expected = new TreeMap<>();
      // The originals append the limit to the names of recalls: AR@300.
      EvaluationSets.defined(protocol.getValue())
          .forEach((name, value) -> expected.put(name.replaceAll("@.*", ""), value));
      CocoEvaluatorGoldenTest.assertClose(
          evaluator.evaluate(dataset, federation, detections).summary(), expected);
    }
    assertThat(compared).contains("lvis_api");

    SortedMap<String, Double> classAp = new TreeMap<>();
    LvisEvaluator.standard()
        .evaluate(dataset, federation, detections)
        .classAp()
        .forEach((id, ap) -> classAp.put(String.valueOf(id), ap));
    CocoEvaluatorGoldenTest.assertClose(
        classAp, EvaluationSets.defined(set.expected().path("lvis_api_per_category_AP")));
  }

  private static LvisFederation federation(EvaluationSet set) {
    Map<Integer, Frequency> frequencies = new HashMap<>();
    for (JsonNode category : set.gt().path("categories")) {
      for (Frequency frequency : Frequency.values()) {
        if (frequency.letter().equals(category.path("frequency").asText())) {
          frequencies.put(category.path("id").intValue(), frequency);
        }
      }
    }
    Map<Long, Set<Integer>> negatives = new HashMap<>();
    Map<Long, Set<Integer>> notExhaustive = new HashMap<>();
    for (JsonNode image : set.gt().path("images")) {
      negatives.put(image.path("id").longValue(), ids(image.path("neg_category_ids")));
      notExhaustive.put(
          image.path("id").longValue(), ids(image.path("not_exhaustive_category_ids")));
    }
    return new LvisFederation(frequencies, negatives, notExhaustive);
  }

  private static Set<Integer> ids(JsonNode array) {
    Set<Integer> ids = new HashSet<>();
    array.forEach(id -> ids.add(id.intValue()));
    return ids;
  }
}
