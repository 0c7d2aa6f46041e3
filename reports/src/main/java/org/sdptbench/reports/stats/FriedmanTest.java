package org.sdptbench.reports.stats;

import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;

/**
 * Friedman's test that k methods rank alike over N tasks. If it does not reject, single pairs
 * should not be called different by their ranks.
 *
 * <p>With rank sums R(j) and groups of t tied methods,
 *
 * <pre>
 * χ² = (12 / (N k (k + 1)) Σ R(j)² - 3 N (k + 1)) / (1 - Σ (t³ - t) / (N k (k² - 1)))
 * F  = (N - 1) χ² / (N (k - 1) - χ²)
 * </pre>
 *
 * with k - 1, and with k - 1 and (k - 1)(N - 1) degrees of freedom. The first is Friedman (1937)
 * with the correction for ties of R's {@code friedman.test} and SciPy's {@code friedmanchisquare};
 * the second is Iman and Davenport (1980), less conservative and the one to use (Demšar, JMLR 7,
 * 2006, §3.2.2, who leaves out the correction for ties).
 *
 * @param methods number of methods, k
 * @param tasks number of tasks, N
 * @param chiSquare Friedman's statistic; 0 if all methods tie on all tasks
 * @param chiSquareP its p value
 * @param f Iman and Davenport's statistic; infinite if all tasks rank the methods alike
 * @param fP its p value; where F is infinite the probability of that, {@code (1 / k!)^(N - 1)}
 *     (Conover 1999, §5.8)
 */
public record FriedmanTest(
    int methods, int tasks, double chiSquare, double chiSquareP, double f, double fP) {

  /**
   * Tests ranks.
   *
   * @throws IllegalArgumentException if there are fewer than two tasks
   */
  public static FriedmanTest of(TaskRanks ranks) {
    int k = ranks.methods().size();
    int n = ranks.byTask().size();
    if (n < 2) {
      throw new IllegalArgumentException("Friedman's test needs two tasks or more, found " + n);
    }
    double chiSquare = chiSquare(ranks, k, n);
    double chiSquareP = ChiSquaredDistribution.of(k - 1).survivalProbability(chiSquare);
    double rest = n * (k - 1.0) - chiSquare;
    boolean unanimous = rest < 1e-9 * n * k; // what rounding leaves of zero
    double f = unanimous ? Double.POSITIVE_INFINITY : (n - 1) * chiSquare / rest;
    double fP =
        unanimous
            ? Math.pow(1 / factorial(k), n - 1)
            : FDistribution.of(k - 1, (k - 1.0) * (n - 1)).survivalProbability(f);
    return new FriedmanTest(k, n, chiSquare, chiSquareP, f, fP);
  }

  private static double chiSquare(TaskRanks ranks, int k, int n) {
    double squares = 0;
    for (int method = 0; method < k; method++) {
      squares += Math.pow(ranks.rankSum(method), 2);
    }
    double ties = ranks.byTask().stream().mapToDouble(FriedmanTest::ties).sum();
    double correction = 1 - ties / (n * k * (k * (double) k - 1));
    double uncorrected = 12 / (n * k * (k + 1.0)) * squares - 3 * n * (k + 1.0);
    return correction <= 0 ? 0 : Math.max(0, uncorrected / correction);
  }

  /** Sum of t³ - t over the groups of tied methods of a task. */
  private static double ties(Collection<Double> ranks) {
    return ranks.stream()
        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
        .values()
        .stream()
        .mapToDouble(t -> Math.pow(t, 3) - t)
        .sum();
  }

  private static double factorial(int k) {
    return IntStream.rangeClosed(2, k).asDoubleStream().reduce(1, (a, b) -> a * b);
  }
}
