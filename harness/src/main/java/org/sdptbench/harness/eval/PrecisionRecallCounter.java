package org.sdptbench.harness.eval;

/** Turns matches into precision-recall curves (pycocotools cocoeval.py:315-420). */
final class PrecisionRecallCounter {
  private final Protocol protocol;
  private final DetectionTable detections;
  private final BoxMatcher matcher;
  private final CurveBuilder curve = new CurveBuilder();

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
    curve.start(matcher.positives(area));
    for (int i = from; i < to; i++) {
      int row = detections.ranked[i];
      if (detections.rankInImage[row] < most) {
        switch (matcher.outcome(area, threshold, row - from)) {
          case BoxMatcher.TRUE_POSITIVE -> curve.truePositive();
          case BoxMatcher.FALSE_POSITIVE -> curve.falsePositives(1);
          default -> {} // ignored
        }
      }
    }
    double reached = curve.recall();
    double[] precision = curve.precisionAt(protocol.recallThresholds());
    result.set(category, area, limit, threshold, reached, precision);
  }
}
