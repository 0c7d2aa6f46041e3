package org.sdptbench.reports.stats;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Power of the two-sided paired t test.
 *
 * @param effect true mean difference over the standard deviation of differences, at least 0
 * @param alpha significance level
 */
record PairedTPower(double effect, double alpha) {
  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final int STEPS = 4_000;

  /**
   * Probability that the test of n pairs rejects.
   *
   * <p>T = (Z + δ) / S with δ = √n · effect, Z standard normal, and S² a chi-square with ν = n - 1
   * degrees of freedom over ν (Johnson, Kotz and Balakrishnan 1995, §31.2). Given S = s the test
   * rejects with probability Φ(δ - c s) + Φ(-δ - c s), c the critical value; that is integrated
   * over the density {@code 2 ν s · χ²density(ν s²)} of S by the midpoint rule, to about 1e-6.
   */
  double of(int n) {
    double freedom = n - 1;
    double delta = Math.sqrt(n) * effect;
    double critical = TDistribution.of(freedom).inverseSurvivalProbability(alpha / 2);
    ChiSquaredDistribution chiSquare = ChiSquaredDistribution.of(freedom);
    double reach = 10 / Math.sqrt(2 * freedom); // ten standard deviations of S
    double low = Math.max(0, 1 - reach);
    double step = (1 + reach - low) / STEPS;
    double power = 0;
    for (int i = 0; i < STEPS; i++) {
      double s = low + (i + 0.5) * step;
      double density = 2 * freedom * s * chiSquare.density(freedom * s * s);
      power +=
          step
              * density
              * (NORMAL.cumulativeProbability(delta - critical * s)
                  + NORMAL.cumulativeProbability(-delta - critical * s));
    }
    return power;
  }
}
