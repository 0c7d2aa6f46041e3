package org.sdptbench.harness.eval;

import java.util.Arrays;

/**
 * Precision at every recall level and the recall reached, for every category, area range, limit of
 * detections and IoU threshold: what pycocotools keeps in {@code COCOeval.eval}.
 *
 * <p>Indices go by position: categories by ascending id, the other axes as the evaluator lists
 * them. A category without counting objects in an area range is absent: its values are NaN
 * (pycocotools: -1) and no mean includes it.
 */
public final class PrecisionRecall {
  private final Protocol protocol;
  private final int categories;
  private final double[] precision;
  private final double[] recall;

  PrecisionRecall(Protocol protocol, int categories) {
    this.protocol = protocol;
    this.categories = categories;
    int cells =
        Math.multiplyExact(
            categories * protocol.areaRanges().length * protocol.maxDetections().length,
            protocol.iouThresholds().length);
    recall = new double[cells];
    precision = new double[Math.multiplyExact(cells, protocol.recallThresholds().length)];
    Arrays.fill(recall, Double.NaN);
    Arrays.fill(precision, Double.NaN);
  }

  /** Number of categories. */
  public int categories() {
    return categories;
  }

  /** IoU thresholds. */
  public double[] iouThresholds() {
    return protocol.iouThresholds().clone();
  }

  /** Recall levels of a precision curve. */
  public double[] recallThresholds() {
    return protocol.recallThresholds().clone();
  }

  /**
   * Interpolated precision at each recall level, from 0 to 1; 0 beyond the recall reached; NaN
   * throughout if there are no objects.
   */
  public double[] curve(int category, int area, int limit, int threshold) {
    int levels = protocol.recallThresholds().length;
    int from = cell(category, area, limit, threshold) * levels;
    return Arrays.copyOfRange(precision, from, from + levels);
  }

  /** Recall reached, from 0 to 1; NaN if there are no objects. */
  public double recall(int category, int area, int limit, int threshold) {
    return recall[cell(category, area, limit, threshold)];
  }

  void set(int category, int area, int limit, int threshold, double recallReached, double[] curve) {
    int cell = cell(category, area, limit, threshold);
    recall[cell] = recallReached;
    System.arraycopy(curve, 0, precision, cell * curve.length, curve.length);
  }

  /**
   * Mean precision over recall levels, thresholds and those of the categories that are present; NaN
   * if none is.
   */
  double meanPrecision(int[] categories, int area, int limit, int[] thresholds) {
    int levels = protocol.recallThresholds().length;
    Mean mean = new Mean();
    for (int k : categories) {
      // Summed per category first, which keeps rounding errors small over many categories.
      Mean ofCategory = new Mean();
      for (int t : thresholds) {
        int from = cell(k, area, limit, t) * levels;
        for (int r = from; r < from + levels; r++) {
          ofCategory.add(precision[r]);
        }
      }
      mean.add(ofCategory);
    }
    return mean.value();
  }

  /** Mean recall reached over thresholds and those categories that are present; NaN if none is. */
  double meanRecall(int[] categories, int area, int limit) {
    Mean mean = new Mean();
    for (int k : categories) {
      for (int t = 0; t < protocol.iouThresholds().length; t++) {
        mean.add(recall[cell(k, area, limit, t)]);
      }
    }
    return mean.value();
  }

  private int cell(int category, int area, int limit, int threshold) {
    return ((category * protocol.areaRanges().length + area) * protocol.maxDetections().length
                + limit)
            * protocol.iouThresholds().length
        + threshold;
  }

  /** A mean that leaves out NaN. */
  private static final class Mean {
    private double sum;
    private long count;

    void add(double value) {
      if (!Double.isNaN(value)) {
        sum += value;
        count++;
      }
    }

    void add(Mean other) {
      sum += other.sum;
      count += other.count;
    }

    double value() {
      return count == 0 ? Double.NaN : sum / count;
    }
  }
}
