package org.sdptbench.harness.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.LvisFederation;
import org.sdptbench.harness.data.LvisFederation.Frequency;

/** Image 1 shows category 1 (rare); image 2 certainly does not; image 3 says nothing about it. */
class LvisEvaluatorTest {
  private static final Box HERE = new Box(10, 10, 40, 50);
  private static final Box FAR = new Box(300, 300, 40, 50);
  private static final Detection HIT = new Detection(1, 1, HERE, .5);

  @Test
  void countsOnlyWhereTheCategoryIsKnown() {
    assertThat(ap(List.of(HIT))).isCloseTo(1, within(1e-12));
    Detection negative = new Detection(2, 1, HERE, .9);
    assertThat(ap(List.of(negative, HIT))).isCloseTo(.5, within(1e-12));
    Detection unknown = new Detection(3, 1, HERE, .9);
    assertThat(ap(List.of(unknown, HIT))).isCloseTo(1, within(1e-12));
  }

  @Test
  void unmatchedDetectionsAreIgnoredWhereTheCategoryIsNotExhaustive() {
    List<Detection> detections = List.of(new Detection(1, 1, FAR, .9), HIT);
    assertThat(ap(detections)).isCloseTo(.5, within(1e-12));
    SortedMap<String, Double> partial =
        LvisEvaluator.standard()
            .evaluate(dataset(), federation(Map.of(1L, Set.of(1))), detections)
            .summary();
    assertThat(partial.get("AP")).isCloseTo(1, within(1e-12));
  }

  @Test
  void limitsGoPerImageOrPerCategory() {
    List<Detection> detections =
        List.of(new Detection(1, 2, FAR, .9), new Detection(2, 1, FAR, .8), HIT);
    LvisEvaluator perImage = new LvisEvaluator(new LvisEvaluator.Limit.PerImage(1));
    assertThat(summary(perImage, detections)).containsEntry("AP", 0.0); // category 2 won image 1
    LvisEvaluator perCategory = new LvisEvaluator(new LvisEvaluator.Limit.PerCategory(1));
    assertThat(summary(perCategory, detections)).containsEntry("AP", 0.0); // image 2 won
    LvisEvaluator two = new LvisEvaluator(new LvisEvaluator.Limit.PerCategory(2));
    assertThat(summary(two, detections).get("AP")).isCloseTo(.5, within(1e-12));
    assertThatThrownBy(() -> new LvisEvaluator(new LvisEvaluator.Limit.PerImage(0)))
        .hasMessageContaining("at least 1");
  }

  @Test
  void frequencyGroupsWithoutObjectsAreAbsent() {
    assertThat(summary(LvisEvaluator.fixedAp(), List.of(HIT)))
        .containsOnlyKeys("AP", "AP50", "AP75", "APm", "APr", "AR", "ARm");
  }

  private static double ap(List<Detection> detections) {
    return summary(LvisEvaluator.standard(), detections).getOrDefault("AP", Double.NaN);
  }

  private static SortedMap<String, Double> summary(
      LvisEvaluator evaluator, List<Detection> detections) {
    return evaluator.evaluate(dataset(), federation(Map.of()), detections).summary();
  }

  private static LvisFederation federation(Map<Long, Set<Integer>> notExhaustive) {
    return new LvisFederation(
        Map.of(1, Frequency.RARE, 2, Frequency.FREQUENT), Map.of(2L, Set.of(1)), notExhaustive);
  }

  private static DetectionDataset dataset() {
    return new DetectionDataset(
        "hand-made",
        List.of(new Category(1, "cat"), new Category(2, "dog")),
        List.of(
            new ImageInfo(1, "1.jpg", 500, 500),
            new ImageInfo(2, "2.jpg", 500, 500),
            new ImageInfo(3, "3.jpg", 500, 500)),
        List.of(new Annotation(1, 1, 1, HERE, 2000, false)),
        image -> {
          throw new IOException("no pixels");
        });
  }
}
