package org.sdptbench.harness.eval;

/**
 * Builds one precision-recall curve from what the detections of a category turned out to be, by
 * descending score (pycocotools cocoeval.py:380-412): recall = TP / objects, precision = TP / (FP +
 * TP + ε) with ε the spacing of 1.0; then precision is made non-increasing from the right and read
 * at the first detection that reaches each recall level.
 *
 * <p>Only true positives are points: between two of them recall stands still and precision falls,
 * which no level reads.
 */
final class CurveBuilder {
  private static final double EPSILON = Math.ulp(1.0);

  private double[] precision = new double[0];
  private double[] recall = new double[0];
  private int objects;
  private int truePositives;
  private int falsePositives;

  /** Begins the curve of a category with so many objects, at least 1. */
  void start(int objects) {
    this.objects = objects;
    truePositives = 0;
    falsePositives = 0;
    if (precision.length < objects) {
      precision = new double[objects];
      recall = new double[objects];
    }
  }

  /** The next detection takes an object; at most as often as there are objects. */
  void truePositive() {
    int point = truePositives++;
    recall[point] = (double) truePositives / objects;
    precision[point] = truePositives / ((double) falsePositives + truePositives + EPSILON);
  }

  /** The next detections take none. */
  void falsePositives(int count) {
    falsePositives += count;
  }

  /** Recall reached, from 0 to 1. */
  double recall() {
    return truePositives == 0 ? 0 : recall[truePositives - 1];
  }

  /** Interpolated precision at ascending recall levels; ends the curve. */
  double[] precisionAt(double[] levels) {
    for (int i = truePositives - 1; i > 0; i--) {
      precision[i - 1] = Math.max(precision[i - 1], precision[i]);
    }
    double[] curve = new double[levels.length];
    for (int r = 0, i = 0; r < levels.length; r++) {
      while (i < truePositives && recall[i] < levels[r]) {
        i++;
      }
      curve[r] = i < truePositives ? precision[i] : 0;
    }
    return curve;
  }
}
