package org.sdptbench.harness.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * AP on resamples of the images. What a detection turns out to be depends on its own image only, so
 * it is matched once; a resample merely counts it as often as it has the image.
 *
 * <p>The result is, bit for bit, that of an evaluation of a data set in which the copies of an
 * image stand side by side in the order of ids: equal scores keep the order of images, then of
 * copies, then of input.
 */
final class ResampledAp {
  private final Protocol protocol;
  private final List<Matched> categories;
  private final CurveBuilder curve = new CurveBuilder();
  private int[] before = new int[0];

  /**
   * The detections of a category by descending score.
   *
   * @param objects image of each object that counts
   * @param images image of each detection
   * @param ends for each detection where the run of equal scores in one image ends that begins with
   *     it, exclusive
   * @param outcomes by IoU threshold the outcome of each detection
   * @param events by IoU threshold where the runs begin that do not consist of false positives only
   */
  @SuppressWarnings("ArrayRecordComponent") // internal, never compared or changed
  private record Matched(
      int[] objects, int[] images, int[] ends, byte[][] outcomes, int[][] events) {}

  private ResampledAp(Protocol protocol, List<Matched> categories) {
    this.protocol = protocol;
    this.categories = categories;
  }

  /** AP of each resample, over all sizes and with the last limit of detections. */
  static List<Double> of(
      Protocol protocol,
      int categories,
      GroundTruthTable truth,
      DetectionTable detections,
      boolean idZeroDefect,
      ImageResamples resamples) {
    BoxMatcher matcher = new BoxMatcher(protocol, truth, detections, idZeroDefect);
    List<Matched> matched = new ArrayList<>();
    for (int k = 0; k < categories; k++) {
      matcher.match(k);
      if (matcher.positives(0) > 0) {
        matched.add(matched(protocol, matcher, truth, detections, k));
      }
    }
    ResampledAp ap = new ResampledAp(protocol, matched);
    return IntStream.range(0, resamples.count()).mapToObj(i -> ap.of(resamples.times(i))).toList();
  }

  private static Matched matched(
      Protocol protocol,
      BoxMatcher matcher,
      GroundTruthTable truth,
      DetectionTable detections,
      int category) {
    int from = detections.start[category];
    int most = protocol.maxDetections()[protocol.maxDetections().length - 1];
    int[] rows =
        IntStream.range(from, detections.start[category + 1])
            .map(i -> detections.ranked[i])
            .filter(row -> detections.rankInImage[row] < most)
            .toArray();
    int[] images = new int[rows.length];
    int[] ends = new int[rows.length];
    byte[][] outcomes = new byte[protocol.iouThresholds().length][rows.length];
    for (int i = rows.length - 1; i >= 0; i--) {
      images[i] = detections.image[rows[i]];
      boolean tied =
          i + 1 < rows.length
              && images[i + 1] == images[i]
              && detections.score[rows[i + 1]] == detections.score[rows[i]];
      ends[i] = tied ? ends[i + 1] : i + 1;
      for (int t = 0; t < outcomes.length; t++) {
        outcomes[t][i] = matcher.outcome(0, t, rows[i] - from);
      }
    }
    int[] objects =
        IntStream.range(truth.start[category], truth.start[category + 1])
            .filter(row -> matcher.counts(0, row))
            .map(row -> truth.image[row])
            .toArray();
    int[][] events = new int[outcomes.length][];
    for (int t = 0; t < outcomes.length; t++) {
      events[t] = events(ends, outcomes[t]);
    }
    return new Matched(objects, images, ends, outcomes, events);
  }

  private static int[] events(int[] ends, byte[] outcomes) {
    IntStream.Builder events = IntStream.builder();
    for (int i = 0; i < ends.length; i = ends[i]) {
      if (IntStream.range(i, ends[i]).anyMatch(d -> outcomes[d] != BoxMatcher.FALSE_POSITIVE)) {
        events.add(i);
      }
    }
    return events.build().toArray();
  }

  /** Summed in the order of {@link PrecisionRecall#meanPrecision}. */
  private double of(int[] times) {
    double sum = 0;
    long count = 0;
    for (Matched category : categories) {
      int objects = 0;
      for (int image : category.objects) {
        objects += times[image];
      }
      if (objects == 0) {
        continue; // absent
      }
      countBefore(category.images, times);
      double ofCategory = 0;
      for (int t = 0; t < category.outcomes.length; t++) {
        curve.start(objects);
        count(category, t, times);
        for (double precision : curve.precisionAt(protocol.recallThresholds())) {
          ofCategory += precision;
          count++;
        }
      }
      sum += ofCategory;
    }
    return sum / count;
  }

  /** How many detections of the resample come before each of the data set's. */
  private void countBefore(int[] images, int[] times) {
    if (before.length < images.length) {
      before = new int[images.length];
    }
    int count = 0;
    for (int i = 0; i < images.length; i++) {
      before[i] = count;
      count += times[images[i]];
    }
  }

  private void count(Matched category, int threshold, int[] times) {
    byte[] outcomes = category.outcomes[threshold];
    int counted = 0;
    for (int run : category.events[threshold]) {
      curve.falsePositives(before[run] - counted);
      int copies = times[category.images[run]];
      int end = category.ends[run];
      for (int copy = 0; copy < copies; copy++) {
        for (int d = run; d < end; d++) {
          switch (outcomes[d]) {
            case BoxMatcher.TRUE_POSITIVE -> curve.truePositive();
            case BoxMatcher.FALSE_POSITIVE -> curve.falsePositives(1);
            default -> {} // ignored
          }
        }
      }
      counted = before[run] + copies * (end - run);
    }
    // What comes after the last event is false and changes no precision that is read.
  }
}
