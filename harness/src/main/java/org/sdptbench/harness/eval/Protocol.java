package org.sdptbench.harness.eval;

/**
 * What an evaluation measures, as arrays.
 *
 * @param iouThresholds IoU thresholds
 * @param recallThresholds recall levels, ascending
 * @param areaRanges size classes
 * @param maxDetections detections per image and category that count, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared or changed
record Protocol(
    double[] iouThresholds,
    double[] recallThresholds,
    AreaRange[] areaRanges,
    int[] maxDetections) {

  /**
   * Evenly spaced numbers, computed as NumPy's {@code linspace} does: a sum of steps would miss
   * 0.75 and the like by one bit, and the recall levels with them.
   */
  static double[] linspace(double first, double last, int count) {
    double[] values = new double[count];
    double step = (last - first) / (count - 1);
    for (int i = 0; i < count; i++) {
      values[i] = i * step + first;
    }
    values[count - 1] = last;
    return values;
  }
}
