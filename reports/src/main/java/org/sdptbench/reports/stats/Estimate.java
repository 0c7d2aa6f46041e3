package org.sdptbench.reports.stats;

import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;
import org.jspecify.annotations.Nullable;

/**
 * A mean over independent repetitions, usually seeds.
 *
 * @param n number of values, at least 1
 * @param mean arithmetic mean
 * @param interval two-sided 95 % confidence interval of the mean; absent for a single value
 */
public record Estimate(int n, double mean, @Nullable Interval interval) {

  /** Significance level of the package: intervals hold with probability 1 - ALPHA. */
  static final double ALPHA = 0.05;

  /**
   * Estimates a mean: {@code mean ± t(1 - 0.05 / 2, n - 1) · s / √n} with the sample standard
   * deviation s, as R's {@code t.test(x)$conf.int}.
   *
   * @throws IllegalArgumentException without values, or if one is not finite
   */
  public static Estimate of(List<Double> values) {
    Sample sample = new Sample(values);
    int n = sample.n();
    double mean = sample.mean();
    if (n < 2) {
      return new Estimate(n, mean, null);
    }
    double t = TDistribution.of(n - 1).inverseSurvivalProbability(ALPHA / 2);
    double halfWidth = t * sample.standardDeviation() / Math.sqrt(n);
    return new Estimate(n, mean, new Interval(mean - halfWidth, mean + halfWidth));
  }
}
