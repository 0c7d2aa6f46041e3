package org.sdptbench.harness.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;

/** Cases small enough to work out by hand; all areas are in the medium class unless said. */
class CocoEvaluatorTest {
  private static final Box UNIT = new Box(10, 10, 40, 50);
  private static final Box FAR = new Box(300, 300, 40, 50);
  private static final DetectionDataset.ImageSource GONE =
      image -> {
        throw new IOException("no pixels");
      };
  private static final double TOLERANCE = 1e-12;

  @Test
  void thresholdsHitTheirRoundValues() {
    CocoEvaluator coco = CocoEvaluator.coco();
    assertThat(coco.iouThresholds()).hasSize(10).contains(0.5, 0.75, 0.95);
    assertThat(coco.recallThresholds()).hasSize(101).startsWith(0.0).endsWith(1.0);
  }

  @Test
  void perfectDetectionsScoreOne() {
    CocoMetrics metrics = evaluate(List.of(object(1, 1, UNIT)), List.of(detection(1, UNIT, .5)));
    assertThat(metrics.summary())
        .containsOnlyKeys("AP", "AP50", "AP75", "APm", "AR1", "AR10", "AR100", "ARm");
    assertThat(metrics.summary().values())
        .allSatisfy(v -> assertThat(v).isCloseTo(1, within(TOLERANCE)));
    assertThat(metrics.classAp()).containsOnlyKeys("cat");
  }

  @Test
  void noDetectionsScoreZeroNotAbsent() {
    CocoMetrics metrics = evaluate(List.of(object(1, 1, UNIT)), List.of());
    assertThat(metrics.summary()).containsEntry("AP", 0.0).containsEntry("AR100", 0.0);
    assertThat(metrics.summary()).doesNotContainKeys("APs", "APl");
  }

  @Test
  void noObjectsMakeEveryMetricAbsent() {
    CocoMetrics metrics = evaluate(List.of(), List.of(detection(1, UNIT, .5)));
    assertThat(metrics.summary()).isEmpty();
    assertThat(metrics.classAp()).isEmpty();
    assertThat(metrics.ap()).isNaN();
    assertThat(metrics.curves().curve(0, 0, 2, 0)).containsOnly(Double.NaN);
  }

  @Test
  void noCategoriesMakeEveryMetricAbsent() {
    DetectionDataset none = new DetectionDataset("none", List.of(), images(1), List.of(), GONE);
    assertThat(CocoEvaluator.coco().evaluate(none, List.of()).summary()).isEmpty();
  }

  @Test
  void halfPrecisionWhenAFalsePositiveComesFirst() {
    CocoMetrics metrics =
        evaluate(
            List.of(object(1, 1, UNIT)), List.of(detection(1, FAR, .9), detection(1, UNIT, .5)));
    assertThat(metrics.ap()).isCloseTo(.5, within(TOLERANCE));
    assertThat(metrics.summary().get("AR1")).isZero();
    assertThat(metrics.summary().get("AR10")).isEqualTo(1);
  }

  @Test
  void equalScoresKeepImageOrderThenInputOrder() {
    // Same score everywhere: image 1 comes first whatever the order of the input.
    List<Annotation> objects = List.of(object(1, 2, UNIT));
    Detection falsePositive = detection(1, FAR, .5);
    Detection truePositive = detection(2, UNIT, .5);
    assertThat(evaluate(objects, List.of(truePositive, falsePositive)).ap())
        .isCloseTo(.5, within(TOLERANCE));
    // Within one image the input decides.
    List<Annotation> single = List.of(object(1, 1, UNIT));
    Detection hit = detection(1, UNIT, .5);
    assertThat(evaluate(single, List.of(hit, falsePositive)).ap()).isCloseTo(1, within(TOLERANCE));
    assertThat(evaluate(single, List.of(falsePositive, hit)).ap()).isCloseTo(.5, within(TOLERANCE));
  }

  @Test
  void onEqualIouTheLaterObjectWins() {
    // Two equal objects, the second one has annotation id 0; with the defect its match is lost.
    List<Annotation> objects = List.of(object(7, 1, UNIT), object(0, 1, UNIT));
    List<Detection> one = List.of(detection(1, UNIT, .5));
    assertThat(CocoEvaluator.coco().withIdZeroDefect(true).evaluate(dataset(objects), one).ap())
        .isZero();
    assertThat(evaluate(objects, one).summary().get("AR100")).isEqualTo(.5);
  }

  @Test
  void anObjectOfIdZeroCountsUnlessTheDefectIsAskedFor() {
    List<Annotation> objects = List.of(object(0, 1, UNIT));
    List<Detection> hit = List.of(detection(1, UNIT, .5));
    assertThat(evaluate(objects, hit).ap()).isCloseTo(1, within(TOLERANCE));
    CocoEvaluator defect = CocoEvaluator.coco().withIdZeroDefect(true);
    assertThat(defect.evaluate(dataset(objects), hit).ap()).isZero();
  }

  @Test
  void aSecondDetectionOfAnObjectIsFalse() {
    List<Annotation> objects = List.of(object(1, 1, UNIT), object(2, 1, FAR));
    CocoMetrics metrics =
        evaluate(
            objects,
            List.of(detection(1, UNIT, .9), detection(1, UNIT, .8), detection(1, FAR, .7)));
    // Precision 1 up to recall 0.5 (51 levels), then 2/3 (50 levels).
    assertThat(metrics.ap()).isCloseTo((51 + 50 * 2 / 3.0) / 101, within(TOLERANCE));
  }

  @Test
  void crowdsSwallowAnyNumberOfDetections() {
    Annotation crowd = new Annotation(2, 1, 1, new Box(200, 200, 200, 200), 40_000, true);
    CocoMetrics metrics =
        evaluate(
            List.of(object(1, 1, UNIT), crowd),
            List.of(
                detection(1, new Box(210, 210, 40, 50), .9),
                detection(1, new Box(220, 220, 40, 50), .8),
                detection(1, UNIT, .5)));
    assertThat(metrics.ap()).isCloseTo(1, within(TOLERANCE));
  }

  @Test
  void anObjectIsPreferredToACrowdOfHigherIou() {
    // The detection lies inside the crowd (overlap 1) and overlaps the object by 0.8.
    Annotation crowd = new Annotation(2, 1, 1, new Box(0, 0, 200, 200), 40_000, true);
    CocoMetrics metrics =
        evaluate(
            List.of(crowd, object(1, 1, UNIT)), List.of(detection(1, new Box(10, 10, 40, 40), .5)));
    assertThat(metrics.summary().get("AP50")).isCloseTo(1, within(TOLERANCE));
  }

  @Test
  void onlyCrowdsCountAsNoObjects() {
    Annotation crowd = new Annotation(1, 1, 1, UNIT, 2000, true);
    assertThat(evaluate(List.of(crowd), List.of(detection(1, UNIT, .5))).summary()).isEmpty();
  }

  @Test
  void sizeGoesByAnnotatedAreaAndBordersBelongToBothClasses() {
    Annotation border = new Annotation(1, 1, 1, UNIT, 32 * 32, false);
    assertThat(evaluate(List.of(border), List.of(detection(1, UNIT, .5))).summary())
        .containsKeys("APs", "APm")
        .doesNotContainKey("APl");
  }

  @Test
  void unmatchedDetectionsOutsideASizeClassAreIgnoredThere() {
    // The false positive is small (10 x 10): it counts for AP and APs, not for APm.
    CocoMetrics metrics =
        evaluate(
            List.of(object(1, 1, UNIT)),
            List.of(detection(1, new Box(300, 300, 10, 10), .9), detection(1, UNIT, .5)));
    assertThat(metrics.summary().get("AP")).isCloseTo(.5, within(TOLERANCE));
    assertThat(metrics.summary().get("APm")).isCloseTo(1, within(TOLERANCE));
  }

  @Test
  void iouExactlyAtTheThresholdMatches() {
    CocoMetrics metrics =
        evaluate(List.of(object(1, 1, UNIT)), List.of(detection(1, new Box(10, 10, 40, 25), .5)));
    assertThat(metrics.summary().get("AP50")).isCloseTo(1, within(TOLERANCE));
    assertThat(metrics.summary().get("AP75")).isZero();
  }

  @Test
  void limitsCutInsideEachImage() {
    List<Detection> detections = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      detections.add(detection(1, FAR, .9));
    }
    detections.add(detection(1, UNIT, .5));
    List<Annotation> objects = List.of(object(1, 1, UNIT));
    assertThat(evaluate(objects, detections).ap()).isZero();
    CocoMetrics wide =
        CocoEvaluator.coco()
            .withMaxDetections(List.of(10, 300))
            .evaluate(dataset(objects), detections);
    // Unlike pycocotools, whose AP is hard-wired to 100 detections, AP follows the last limit.
    assertThat(wide.ap()).isCloseTo(1 / 151.0, within(TOLERANCE));
    assertThat(wide.summary()).containsKeys("AR10", "AR300").doesNotContainKeys("AR1", "AR100");
  }

  @Test
  void emptyBoxesMatchNothing() {
    Annotation flat = object(1, 1, new Box(10, 10, 0, 50));
    CocoMetrics metrics = evaluate(List.of(flat), List.of(detection(1, flat.box(), .5)));
    assertThat(metrics.ap()).isZero();
  }

  @Test
  void detectionsOfUnlistedCategoriesAreLeftOut() {
    Detection other = new Detection(1, 99, UNIT, .9);
    assertThat(evaluate(List.of(object(1, 1, UNIT)), List.of(other, detection(1, UNIT, .5))).ap())
        .isCloseTo(1, within(TOLERANCE));
  }

  @Test
  void refusesDetectionsItCannotCount() {
    assertThatThrownBy(() -> evaluate(List.of(), List.of(detection(77, UNIT, .5))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("detection 0")
        .hasMessageContaining("image 77")
        .hasMessageContaining("hand-made");
    assertThatThrownBy(() -> evaluate(List.of(), List.of(detection(1, UNIT, Double.NaN))))
        .hasMessageContaining("NaN");
    Box infinite = new Box(0, 0, Double.POSITIVE_INFINITY, 1);
    assertThatThrownBy(() -> evaluate(List.of(), List.of(detection(1, infinite, .5))))
        .hasMessageContaining("finite");
  }

  @Test
  void refusesSettingsThatMeasureNothing() {
    CocoEvaluator coco = CocoEvaluator.coco();
    assertThatThrownBy(() -> coco.withMaxDetections(List.of())).hasMessageContaining("one or more");
    assertThatThrownBy(() -> coco.withMaxDetections(List.of(10, 1)))
        .hasMessageContaining("ascending");
    assertThatThrownBy(() -> coco.withMaxDetections(List.of(0))).hasMessageContaining("at least 1");
    assertThatThrownBy(
            () ->
                new CocoEvaluator(
                    List.of(), coco.recallThresholds(), coco.areaRanges(), List.of(1), false))
        .hasMessageContaining("IoU thresholds");
    assertThatThrownBy(
            () ->
                new CocoEvaluator(
                    coco.iouThresholds(), coco.recallThresholds(), List.of(), List.of(1), false))
        .hasMessageContaining("area ranges");
  }

  @Test
  void metricsOfAbsentThresholdsAreAbsent() {
    CocoEvaluator coco = CocoEvaluator.coco();
    CocoMetrics metrics =
        new CocoEvaluator(
                List.of(.6), coco.recallThresholds(), coco.areaRanges(), List.of(100), false)
            .evaluate(dataset(List.of(object(1, 1, UNIT))), List.of(detection(1, UNIT, .5)));
    assertThat(metrics.summary()).containsKey("AP").doesNotContainKeys("AP50", "AP75");
  }

  @Test
  void doesNotDependOnTheOrderOfImagesAndCategories() {
    Random random = new Random(7);
    List<Annotation> objects = new ArrayList<>();
    List<Detection> detections = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Box box = new Box(random.nextInt(300), random.nextInt(300), 40, 50);
      objects.add(new Annotation(i, 1 + i % 5, 1 + i % 2, box, 2000, i % 11 == 0));
      detections.add(new Detection(1 + i % 5, 1 + i % 2, box, random.nextInt(10) / 10.0));
    }
    DetectionDataset dataset = dataset(objects);
    List<ImageInfo> shuffled = new ArrayList<>(dataset.images());
    Collections.shuffle(shuffled, random);
    List<Category> reversed = List.of(dataset.categories().get(1), dataset.categories().get(0));
    DetectionDataset other =
        new DetectionDataset("hand-made", reversed, shuffled, objects, dataset.pixels());
    assertThat(CocoEvaluator.coco().evaluate(other, detections).summary())
        .isEqualTo(CocoEvaluator.coco().evaluate(dataset, detections).summary());
  }

  @Test
  void sortsAreStable() {
    Random random = new Random(3);
    double[] keys = IntStream.range(0, 1000).mapToDouble(i -> random.nextInt(20) / 10.0).toArray();
    keys[5] = -0.0;
    keys[900] = 0.0;
    int[] order = StableOrder.byDescending(StableOrder.identity(keys.length), keys);
    assertThat(order).hasSize(1000).doesNotHaveDuplicates();
    for (int i = 1; i < order.length; i++) {
      double previous = keys[order[i - 1]];
      double here = keys[order[i]];
      assertThat(previous > here || (previous == here && order[i - 1] < order[i])).isTrue();
    }
  }

  @Test
  void aThousandImagesTakeWellUnderASecond() {
    Random random = new Random(1);
    List<Annotation> objects = new ArrayList<>();
    List<Detection> detections = new ArrayList<>();
    for (int image = 1; image <= 1000; image++) {
      for (int i = 0; i < 8; i++) {
        objects.add(object(objects.size() + 1, image, randomBox(random)));
      }
      for (int i = 0; i < 100; i++) {
        detections.add(
            new Detection(image, 1 + random.nextInt(2), randomBox(random), random.nextDouble()));
      }
    }
    DetectionDataset dataset =
        new DetectionDataset("large", categories(), images(1000), objects, GONE);
    CocoEvaluator.coco().evaluate(dataset, detections); // warm up
    long start = System.nanoTime();
    CocoEvaluator.coco().evaluate(dataset, detections);
    // Around 0.2 s on one core; the bound leaves room for a busy machine.
    assertThat((System.nanoTime() - start) / 1e9).isLessThan(3);
  }

  private static Box randomBox(Random random) {
    return new Box(
        random.nextInt(400), random.nextInt(400), 10 + random.nextInt(90), 10 + random.nextInt(90));
  }

  private static CocoMetrics evaluate(List<Annotation> objects, List<Detection> detections) {
    return CocoEvaluator.coco().evaluate(dataset(objects), detections);
  }

  private static Annotation object(long id, long image, Box box) {
    return new Annotation(id, image, 1, box, box.area(), false);
  }

  private static Detection detection(long image, Box box, double score) {
    return new Detection(image, 1, box, score);
  }

  private static DetectionDataset dataset(List<Annotation> objects) {
    return new DetectionDataset("hand-made", categories(), images(5), objects, GONE);
  }

  private static List<Category> categories() {
    return List.of(new Category(1, "cat"), new Category(2, "dog"));
  }

  private static List<ImageInfo> images(int n) {
    return IntStream.rangeClosed(1, n)
        .mapToObj(i -> new ImageInfo(i, i + ".jpg", 500, 500))
        .toList();
  }
}
