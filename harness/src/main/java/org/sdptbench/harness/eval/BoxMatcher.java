package org.sdptbench.harness.eval;

import java.util.Arrays;

/**
 * Greedy matching of detections with objects, one category at a time (pycocotools
 * cocoeval.py:236-313, lvis-api eval.py:151-238).
 *
 * <p>Detections choose by descending score. A detection takes the free object of the highest IoU at
 * or above the threshold; on equal IoU the later object wins. Objects that count come before
 * ignored ones (crowds and objects outside the area range): once a counting object matches, ignored
 * ones are not looked at. A crowd stays free. A detection that matches an ignored object is
 * ignored; so is an unmatched one whose own area is outside the range.
 */
final class BoxMatcher {
  /** Counts against precision. */
  static final byte FALSE_POSITIVE = 0;

  /** Matches an object. */
  static final byte TRUE_POSITIVE = 1;

  /** Does not count. */
  static final byte IGNORED = 2;

  private final double[] thresholds;
  private final AreaRange[] areas;
  private final int maxDetections;
  private final boolean idZeroDefect;
  private final GroundTruthTable truth;
  private final DetectionTable detections;

  private final int[] positives;
  private byte[] outcomes = new byte[0];
  private int rows;

  BoxMatcher(
      Protocol protocol, GroundTruthTable truth, DetectionTable detections, boolean idZeroDefect) {
    this.thresholds = protocol.iouThresholds();
    this.areas = protocol.areaRanges();
    this.maxDetections = protocol.maxDetections()[protocol.maxDetections().length - 1];
    this.truth = truth;
    this.detections = detections;
    this.idZeroDefect = idZeroDefect;
    this.positives = new int[areas.length];
  }

  /** Objects of the matched category that count in an area range. */
  int positives(int area) {
    return positives[area];
  }

  /** Whether an object, a row of the table of objects, counts in an area range. */
  boolean counts(int area, int row) {
    return !truth.crowd[row] && areas[area].contains(truth.area[row]);
  }

  /** Outcome of a row of the detection table; the row belongs to the matched category. */
  byte outcome(int area, int threshold, int rowInCategory) {
    return outcomes[(area * thresholds.length + threshold) * rows + rowInCategory];
  }

  /** Matches the detections of a category, image by image. */
  void match(int category) {
    int g = truth.start[category];
    int gEnd = truth.start[category + 1];
    int d = detections.start[category];
    int dStart = d;
    int dEnd = detections.start[category + 1];
    rows = dEnd - dStart;
    int needed = Math.multiplyExact(rows, areas.length * thresholds.length);
    if (outcomes.length < needed) {
      outcomes = new byte[needed];
    }
    Arrays.fill(positives, 0);
    while (g < gEnd || d < dEnd) {
      int image =
          d == dEnd
              ? truth.image[g]
              : g == gEnd ? detections.image[d] : Math.min(truth.image[g], detections.image[d]);
      int gNext = g;
      while (gNext < gEnd && truth.image[gNext] == image) {
        gNext++;
      }
      int dNext = d;
      while (dNext < dEnd && detections.image[dNext] == image) {
        dNext++;
      }
      // The cut inside the image comes before the matching; what is beyond is never read.
      matchImage(g, gNext, d, d + Math.min(maxDetections, dNext - d), dStart);
      g = gNext;
      d = dNext;
    }
  }

  private void matchImage(int g, int gEnd, int d, int dEnd, int dStart) {
    double[] iou = iou(g, gEnd, d, dEnd);
    int objects = gEnd - g;
    int[] order = new int[objects];
    boolean[] ignored = new boolean[objects];
    boolean[] taken = new boolean[objects];
    for (int a = 0; a < areas.length; a++) {
      int counting = 0;
      for (int j = 0; j < objects; j++) {
        ignored[j] = !counts(a, g + j);
        if (!ignored[j]) {
          order[counting++] = j;
        }
      }
      for (int j = 0, next = counting; j < objects; j++) {
        if (ignored[j]) {
          order[next++] = j;
        }
      }
      positives[a] += counting;
      for (int t = 0; t < thresholds.length; t++) {
        Arrays.fill(taken, false);
        for (int i = d; i < dEnd; i++) {
          int match = bestMatch(iou, (i - d) * objects, order, counting, taken, g, thresholds[t]);
          if (match >= 0) {
            taken[match] = true;
          }
          outcomes[(a * thresholds.length + t) * rows + i - dStart] =
              outcome(i, match, match >= 0 && ignored[match], g, areas[a]);
        }
      }
    }
  }

  /** The object that a detection takes, as an offset from {@code g}; -1 for none. */
  private int bestMatch(
      double[] iou, int row, int[] order, int counting, boolean[] taken, int g, double threshold) {
    double best = Math.min(threshold, 1 - 1e-10);
    int match = -1;
    for (int o = 0; o < order.length; o++) {
      if (o == counting && match >= 0) {
        break;
      }
      int j = order[o];
      if (taken[j] && !truth.crowd[g + j]) {
        continue;
      }
      double overlap = iou[row + j];
      if (overlap >= best) {
        best = overlap;
        match = j;
      }
    }
    return match;
  }

  private byte outcome(int row, int match, boolean matchIgnored, int g, AreaRange area) {
    if (matchIgnored) {
      return IGNORED;
    }
    // pycocotools keeps the id of the matched object and reads 0 as "none".
    boolean matched = match >= 0 && !(idZeroDefect && truth.id[g + match] == 0);
    if (matched) {
      return TRUE_POSITIVE;
    }
    double size = detections.box[4 * row + 2] * detections.box[4 * row + 3];
    return detections.ignoredUnmatched[row] || !area.contains(size) ? IGNORED : FALSE_POSITIVE;
  }

  /**
   * IoU of each detection (row) with each object (column); with a crowd, the share of the detection
   * that lies inside it (cocoapi common/maskApi.c, bbIou).
   */
  private double[] iou(int g, int gEnd, int d, int dEnd) {
    int objects = gEnd - g;
    double[] iou = new double[(dEnd - d) * objects];
    double[] db = detections.box;
    double[] gb = truth.box;
    for (int i = d; i < dEnd; i++) {
      double dArea = db[4 * i + 2] * db[4 * i + 3];
      for (int j = g; j < gEnd; j++) {
        double w =
            Math.min(db[4 * i + 2] + db[4 * i], gb[4 * j + 2] + gb[4 * j])
                - Math.max(db[4 * i], gb[4 * j]);
        double h =
            Math.min(db[4 * i + 3] + db[4 * i + 1], gb[4 * j + 3] + gb[4 * j + 1])
                - Math.max(db[4 * i + 1], gb[4 * j + 1]);
        if (w > 0 && h > 0) {
          double intersection = w * h;
          double union =
              truth.crowd[j] ? dArea : dArea + gb[4 * j + 2] * gb[4 * j + 3] - intersection;
          iou[(i - d) * objects + j - g] = intersection / union;
        }
      }
    }
    return iou;
  }
}
