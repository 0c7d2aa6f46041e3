package org.sdptbench.reports.stats;

import java.util.List;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.descriptive.StreamingStatistics;
import org.jspecify.annotations.Nullable;

/**
 * A mean over independent repetitions, usually seeds.
 *
 * @param n number of values, at least 1
 * @param mean arithmetic mean
 * @param interval two-sided 95 % confidence interval of the mean; absent for a single value
 */
public record Estimate(int n, double mean, @Nullable Interval interval) {

  private static final double LEVEL = 0.95;

  /**
   * Estimates a mean: {@code mean ± t(1 - 0.05 / 2, n - 1) · s / √n} with the sample standard
   * deviation s, as R's {@code t.test(x)$conf.int}.
   *
   * @throws IllegalArgumentException without values, or if one is not finite
   */
  public static Estimate of(List<Double> values) {
    if (values.isEmpty() || !values.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a mean needs finite values, found " + values);
    }
    StreamingStatistics statistics = new StreamingStatistics();
    values.forEach(statistics::addValue);
    int n = values.size();
    double mean = statistics.getMean();
    if (n < 2) {
      return new Estimate(n, mean, null);
    }
    double t = new TDistribution(n - 1).inverseCumulativeProbability(1 - (1 - LEVEL) / 2);
    double halfWidth = t * statistics.getStandardDeviation() / Math.sqrt(n);
    return new Estimate(n, mean, new Interval(mean - halfWidth, mean + halfWidth));
  }
}
