package org.sdptbench.harness.eval;

/**
 * Turns matches into precision-recall curves (pycocotools cocoeval.py:315-420).
 *
 * <p>Over the ranked detections of a category: recall = TP / objects, precision = TP / (FP + TP +
 * ε) with ε the spacing of 1.0; then precision is made non-increasing from the right and read at
 * the first detection that reaches each recall level.
 */
final class PrecisionRecallCounter {
  private static final double EPSILON = Math.ulp(1.0);

  private final Protocol protocol;
  private final DetectionTable detections;
  private final BoxMatcher matcher;
  private double[] precision = new double[0];
  private double[] recall = new double[0];

  private PrecisionRecallCounter(Protocol protocol, DetectionTable detections, BoxMatcher matcher) {
    this.protocol = protocol;
    this.detections = detections;
    this.matcher = matcher;
  }

  /** Evaluates all categories. */
  static PrecisionRecall count(
      Protocol protocol,
      int categories,
      GroundTruthTable truth,
      DetectionTable detections,
      boolean idZeroDefect) {
    PrecisionRecall result = new PrecisionRecall(protocol, categories);
    BoxMatcher matcher = new BoxMatcher(protocol, truth, detections, idZeroDefect);
    PrecisionRecallCounter counter = new PrecisionRecallCounter(protocol, detections, matcher);
    for (int k = 0; k < categories; k++) {
      if (truth.start[k] == truth.start[k + 1]) {
        continue; // absent
      }
      matcher.match(k);
      for (int a = 0; a < protocol.areaRanges().length; a++) {
        if (matcher.positives(a) == 0) {
          continue; // absent in this size class
        }
        for (int m = 0; m < protocol.maxDetections().length; m++) {
          for (int t = 0; t < protocol.iouThresholds().length; t++) {
            counter.countCell(result, k, a, m, t);
          }
        }
      }
    }
    return result;
  }

  private void countCell(PrecisionRecall result, int category, int area, int limit, int threshold) {
    int from = detections.start[category];
    int to = detections.start[category + 1];
    int most = protocol.maxDetections()[limit];
    if (precision.length < to - from) {
      precision = new double[to - from];
      recall = new double[to - from];
    }
    int objects = matcher.positives(area);
    int truePositives = 0;
    int falsePositives = 0;
    int n = 0;
    for (int i = from; i < to; i++) {
      int row = detections.ranked[i];
      if (detections.rankInImage[row] >= most) {
        continue;
      }
      byte outcome = matcher.outcome(area, threshold, row - from);
      if (outcome == BoxMatcher.IGNORED) {
        continue; // repeats the point before it, which changes neither maximum nor recall
      }
      if (outcome == BoxMatcher.TRUE_POSITIVE) {
        truePositives++;
      } else {
        falsePositives++;
      }
      recall[n] = (double) truePositives / objects;
      precision[n] = truePositives / ((double) falsePositives + truePositives + EPSILON);
      n++;
    }
    for (int i = n - 1; i > 0; i--) {
      precision[i - 1] = Math.max(precision[i - 1], precision[i]);
    }
    double[] levels = protocol.recallThresholds();
    double[] curve = new double[levels.length];
    for (int r = 0, i = 0; r < levels.length; r++) {
      while (i < n && recall[i] < levels[r]) {
        i++;
      }
      curve[r] = i < n ? precision[i] : 0;
    }
    double reached = n == 0 ? 0 : recall[n - 1];
    result.set(category, area, limit, threshold, reached, curve);
  }
}
