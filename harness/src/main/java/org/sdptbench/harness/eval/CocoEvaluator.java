package org.sdptbench.harness.eval;

import java.util.Arrays;
import java.util.List;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;

/**
 * COCO's box evaluation: the twelve numbers of pycocotools {@code COCOeval} with {@code
 * iouType="bbox"}, equal to them within 1e-12.
 *
 * <p>Ties are broken as there: a stable sort by descending score inside an image, and again over
 * the images in order of their ids, so equal scores keep image order, then input order. Detections
 * of categories that the data set does not list are left out, as there. The sizes of objects are
 * their annotated areas (of the segmentation), those of detections width times height.
 *
 * <p>One defect is mended: pycocotools stores the id of the matched object and reads 0 as
 * "unmatched", so whatever matches an object of annotation id 0 counts as a false positive
 * (cocodataset/cocoapi #332, #507). Set {@code idZeroDefect} to get its numbers.
 *
 * @param iouThresholds IoU thresholds over which AP and AR average
 * @param recallThresholds recall levels at which precision is read, ascending
 * @param areaRanges size classes; the first is all sizes and has the empty suffix
 * @param maxDetections detections per image and category that count, ascending; AP uses the last
 * @param idZeroDefect whether to repeat the defect
 */
public record CocoEvaluator(
    List<Double> iouThresholds,
    List<Double> recallThresholds,
    List<AreaRange> areaRanges,
    List<Integer> maxDetections,
    boolean idZeroDefect) {

  /** COCO's size classes: borders at 32² and 96² square pixels, shared by both neighbours. */
  static final List<AreaRange> COCO_AREAS =
      List.of(
          new AreaRange("", 0, 1e5 * 1e5),
          new AreaRange("s", 0, 32 * 32),
          new AreaRange("m", 32 * 32, 96 * 96),
          new AreaRange("l", 96 * 96, 1e5 * 1e5));

  /** Copies and checks the settings. */
  public CocoEvaluator {
    iouThresholds = List.copyOf(iouThresholds);
    recallThresholds = List.copyOf(recallThresholds);
    areaRanges = List.copyOf(areaRanges);
    maxDetections = List.copyOf(maxDetections);
    requireAscending("IoU thresholds", iouThresholds);
    requireAscending("recall thresholds", recallThresholds);
    requireAscending("detections per image", maxDetections.stream().map(m -> (double) m).toList());
    if (iouThresholds.get(0) < 0 || iouThresholds.get(iouThresholds.size() - 1) > 1) {
      throw new IllegalArgumentException(
          "IoU thresholds: found " + iouThresholds + "; allowed: 0 to 1");
    }
    if (recallThresholds.get(0) < 0 || recallThresholds.get(recallThresholds.size() - 1) > 1) {
      throw new IllegalArgumentException(
          "recall thresholds: found " + recallThresholds + "; allowed: 0 to 1");
    }
    if (maxDetections.get(0) < 1) {
      throw new IllegalArgumentException(
          "detections per image: found " + maxDetections + "; allowed: at least 1");
    }
    if (areaRanges.isEmpty() || !areaRanges.get(0).suffix().isEmpty()) {
      throw new IllegalArgumentException(
          "area ranges: found " + areaRanges + "; allowed: first all sizes, with an empty suffix");
    }
    if (areaRanges.stream().map(AreaRange::suffix).distinct().count() < areaRanges.size()) {
      throw new IllegalArgumentException(
          "area ranges: found " + areaRanges + "; allowed: each suffix once");
    }
  }

  /**
   * COCO's own settings: IoU 0.50 to 0.95 by 0.05, 101 recall levels, all/small/medium/large, and
   * 1, 10 and 100 detections.
   */
  public static CocoEvaluator coco() {
    return new CocoEvaluator(
        boxed(Protocol.linspace(.5, .95, 10)),
        boxed(Protocol.linspace(0, 1, 101)),
        COCO_AREAS,
        List.of(1, 10, 100),
        false);
  }

  /** The same settings with pycocotools' annotation-id-0 defect switched on or off. */
  public CocoEvaluator withIdZeroDefect(boolean on) {
    return new CocoEvaluator(iouThresholds, recallThresholds, areaRanges, maxDetections, on);
  }

  /** The same settings with other limits of detections per image and category. */
  public CocoEvaluator withMaxDetections(List<Integer> limits) {
    return new CocoEvaluator(iouThresholds, recallThresholds, areaRanges, limits, idZeroDefect);
  }

  /**
   * Evaluates detections.
   *
   * @throws IllegalArgumentException if a detection is of an image outside the data set, or has a
   *     box or score that is not finite
   */
  public CocoMetrics evaluate(DetectionDataset dataset, List<Detection> detections) {
    DatasetIndex index = new DatasetIndex(dataset);
    index.check(detections);
    PrecisionRecall curves =
        PrecisionRecallCounter.count(
            protocol(),
            index.categories(),
            new GroundTruthTable(index, dataset.annotations(), true),
            new DetectionTable(index, detections, d -> false),
            idZeroDefect);
    return new CocoMetrics(this, dataset.categories(), curves);
  }

  /**
   * AP of resamples of the images, as {@link CocoMetrics#ap()}: of each resample what an evaluation
   * of a data set would give that holds its images as often as drawn, copies side by side. Equal
   * scores keep the order of images, then of copies, then of input.
   *
   * @throws IllegalArgumentException as {@link #evaluate}
   */
  public List<Double> resampledAp(
      DetectionDataset dataset, List<Detection> detections, ImageResamples resamples) {
    DatasetIndex index = new DatasetIndex(dataset);
    index.check(detections);
    return ResampledAp.of(
        protocol(),
        index.categories(),
        new GroundTruthTable(index, dataset.annotations(), true),
        new DetectionTable(index, detections, d -> false),
        idZeroDefect,
        resamples);
  }

  private Protocol protocol() {
    return new Protocol(
        unboxed(iouThresholds),
        unboxed(recallThresholds),
        areaRanges.toArray(AreaRange[]::new),
        maxDetections.stream().mapToInt(Integer::intValue).toArray());
  }

  private static void requireAscending(String what, List<Double> values) {
    boolean ascending = !values.isEmpty();
    for (int i = 1; i < values.size(); i++) {
      ascending &= values.get(i - 1) < values.get(i);
    }
    if (!ascending) {
      throw new IllegalArgumentException(
          what + ": found " + values + "; allowed: one or more, ascending");
    }
  }

  private static List<Double> boxed(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private static double[] unboxed(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
