package org.sdptbench.reports.stats;

import java.util.Arrays;
import java.util.List;

/**
 * Difference of two methods on one task, and how far it depends on which images happen to be in the
 * test set.
 *
 * <p>The test set is resampled with replacement; on each resample all runs are scored, so that a
 * resample that is hard for one method is hard for the other too, and the differences are paired.
 * For a resample, the difference is the mean over seeds. The interval is Efron's percentile
 * interval, the middle 95 % of these differences (Efron and Tibshirani 1993, §13.3; for detection
 * and retrieval metrics this is the paired bootstrap of Berg-Kirkpatrick et al. 2012 and Sakai
 * 2006).
 *
 * <p>It says what would change with other test images of the same kind while the trained models
 * stay as they are. It says nothing about other seeds; that is the interval of {@link
 * PairedDifference}.
 *
 * @param seeds number of pairs of runs
 * @param resamples number of resampled test sets
 * @param mean mean over the resamples; near the difference on the test set itself, which is the
 *     number to report
 * @param interval percentile interval
 */
public record PairedBootstrap(int seeds, int resamples, double mean, Interval interval) {

  /**
   * Pairs the values of two methods.
   *
   * @param first for each seed, the metric of the first method on every resample
   * @param second the same of the second method; seeds and resamples in the same order
   * @throws IllegalArgumentException if there are no seeds, fewer than two resamples, or the sizes
   *     differ, or a value is not finite
   */
  public static PairedBootstrap of(List<List<Double>> first, List<List<Double>> second) {
    if (first.isEmpty() || first.size() != second.size()) {
      throw new IllegalArgumentException(
          "a paired bootstrap needs the same number of seeds of both methods, at least 1; found %s and %s"
              .formatted(first.size(), second.size()));
    }
    int resamples = first.get(0).size();
    double[] differences = new double[resamples];
    for (int seed = 0; seed < first.size(); seed++) {
      List<Double> a = first.get(seed);
      List<Double> b = second.get(seed);
      if (a.size() != resamples || b.size() != resamples || resamples < 2) {
        throw new IllegalArgumentException(
            "a paired bootstrap needs values of the same resamples, at least 2; found %s, %s and %s"
                .formatted(resamples, a.size(), b.size()));
      }
      for (int i = 0; i < resamples; i++) {
        differences[i] += (a.get(i) - b.get(i)) / first.size();
      }
    }
    double mean = new Sample(Arrays.stream(differences).boxed().toList()).mean();
    return new PairedBootstrap(first.size(), resamples, mean, Interval.ofReplicates(differences));
  }
}
