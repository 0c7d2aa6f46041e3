package org.sdptbench.reports.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** Range of k independent standard normal values; the studentised range with infinite freedom. */
final class StudentizedRange {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

  /** Beyond, the normal density is below 1e-14. */
  private static final double BOUND = 8;

  private static final double STEP = 0.01;

  private final int k;

  StudentizedRange(int k) {
    if (k < 2) {
      throw new IllegalArgumentException("a range needs two values or more, found " + k);
    }
    this.k = k;
  }

  /**
   * Probability that the range is at most q: {@code k ∫ φ(z) (Φ(z) - Φ(z - q))^(k - 1) dz}, as R's
   * {@code ptukey(q, k, Inf)}; by the trapezoidal rule, which converges exponentially on integrands
   * that vanish smoothly at both ends.
   */
  double cumulativeProbability(double q) {
    double sum = 0;
    int steps = (int) Math.round(2 * BOUND / STEP);
    for (int i = 0; i <= steps; i++) {
      double z = -BOUND + i * STEP;
      double within = NORMAL.cumulativeProbability(z) - NORMAL.cumulativeProbability(z - q);
      sum += NORMAL.density(z) * Math.pow(within, k - 1);
    }
    return k * sum * STEP;
  }

  /** The q that the range exceeds with probability alpha; to 1e-10. */
  double inverseSurvivalProbability(double alpha) {
    double low = 0;
    double high = 1;
    while (1 - cumulativeProbability(high) > alpha) {
      high *= 2;
    }
    while (high - low > 1e-10) {
      double middle = (low + high) / 2;
      if (1 - cumulativeProbability(middle) > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return (low + high) / 2;
  }
}
