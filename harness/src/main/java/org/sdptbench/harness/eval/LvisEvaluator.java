package org.sdptbench.harness.eval;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.LvisFederation;

/**
 * LVIS box evaluation, equal to lvis-api {@code LVISEval} and to GLIP's {@code
 * LvisEvaluatorFixedAP} (evaluation/lvis/lvis_eval.py) within 1e-12.
 *
 * <p>It differs from COCO's: a detection counts only in images that show its category or certainly
 * do not; an unmatched one is ignored where the category is not annotated exhaustively; crowds are
 * not known; and detections are limited per image over all categories, or per category over all
 * images.
 *
 * @param limit which detections count
 */
public record LvisEvaluator(Limit limit) {

  /** Which detections count; of equal scores the earlier ones stay. */
  public sealed interface Limit {
    /** How many. */
    int count();

    /** The highest scores of each image, over all categories. */
    record PerImage(int count) implements Limit {}

    /**
     * The highest scores of each category, over all images: FixedAP (Dave et al., Evaluating
     * Large-Vocabulary Object Detectors: The Devil is in the Details, 2021).
     */
    record PerCategory(int count) implements Limit {}
  }

  /** Checks the limit. */
  public LvisEvaluator {
    if (limit.count() < 1) {
      throw new IllegalArgumentException("limit: found " + limit + "; allowed: at least 1");
    }
  }

  /** The official protocol: 300 detections per image. */
  public static LvisEvaluator standard() {
    return new LvisEvaluator(new Limit.PerImage(300));
  }

  /** The protocol of GLIP's paper: 10 000 detections per category. */
  public static LvisEvaluator fixedAp() {
    return new LvisEvaluator(new Limit.PerCategory(10_000));
  }

  /**
   * Evaluates detections.
   *
   * @throws IllegalArgumentException if a detection is of an image outside the data set, has a box
   *     or score that is not finite, or if a category has no frequency
   */
  public LvisMetrics evaluate(
      DetectionDataset dataset, LvisFederation federation, List<Detection> detections) {
    DatasetIndex index = new DatasetIndex(dataset);
    PrecisionRecall curves =
        PrecisionRecallCounter.count(
            protocol(),
            index.categories(),
            new GroundTruthTable(index, dataset.annotations(), false),
            table(index, dataset, federation, detections),
            false);
    return new LvisMetrics(dataset.categories(), federation, curves);
  }

  /**
   * AP of resamples of the images; see {@link CocoEvaluator#resampledAp}. The limit of detections
   * holds for the data set itself, before its images are drawn.
   *
   * @throws IllegalArgumentException if a detection is of an image outside the data set, or has a
   *     box or score that is not finite
   */
  public List<Double> resampledAp(
      DetectionDataset dataset,
      LvisFederation federation,
      List<Detection> detections,
      ImageResamples resamples) {
    DatasetIndex index = new DatasetIndex(dataset);
    return ResampledAp.of(
        protocol(),
        index.categories(),
        new GroundTruthTable(index, dataset.annotations(), false),
        table(index, dataset, federation, detections),
        false,
        resamples);
  }

  private static Protocol protocol() {
    return new Protocol(
        Protocol.linspace(.5, .95, 10),
        Protocol.linspace(0, 1, 101),
        CocoEvaluator.COCO_AREAS.toArray(AreaRange[]::new),
        new int[] {Integer.MAX_VALUE});
  }

  /** The detections that count. */
  private DetectionTable table(
      DatasetIndex index,
      DetectionDataset dataset,
      LvisFederation federation,
      List<Detection> detections) {
    index.check(detections);
    Map<Long, Set<Integer>> known = knownCategories(dataset, federation);
    boolean[] within = limited(index, detections);
    IntStream counted =
        IntStream.range(0, within.length)
            .filter(i -> within[i])
            .filter(i -> contains(known, detections.get(i)));
    return new DetectionTable(
        index, detections, counted, d -> contains(federation.notExhaustive(), d));
  }

  private static Map<Long, Set<Integer>> knownCategories(
      DetectionDataset dataset, LvisFederation federation) {
    Map<Long, Set<Integer>> known = new HashMap<>();
    federation.negatives().forEach((image, ids) -> known.put(image, new HashSet<>(ids)));
    for (Annotation a : dataset.annotations()) {
      known.computeIfAbsent(a.imageId(), image -> new HashSet<>()).add(a.categoryId());
    }
    return known;
  }

  private static boolean contains(Map<Long, Set<Integer>> sets, Detection detection) {
    return sets.getOrDefault(detection.imageId(), Set.of()).contains(detection.categoryId());
  }

  /** Which detections are within the limit. */
  private boolean[] limited(DatasetIndex index, List<Detection> detections) {
    double[] scores = detections.stream().mapToDouble(Detection::score).toArray();
    int[] groups =
        detections.stream()
            .mapToInt(
                d ->
                    limit instanceof Limit.PerImage
                        ? index.image(d.imageId())
                        // One group more for categories that the data set does not list.
                        : Math.max(index.category(d.categoryId()), -1) + 1)
            .toArray();
    int[] taken = new int[Math.max(index.images(), index.categories() + 1)];
    boolean[] kept = new boolean[scores.length];
    for (int i : StableOrder.byDescending(StableOrder.identity(scores.length), scores)) {
      kept[i] = taken[groups[i]]++ < limit.count();
    }
    return kept;
  }
}
