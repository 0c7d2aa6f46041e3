package org.sdptbench.reports.stats;

import java.util.List;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.apache.commons.statistics.ranking.NaNStrategy;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;

/**
 * Wilcoxon's signed-rank test of paired differences, two-sided (Wilcoxon 1945; recommended for two
 * methods over many tasks by Demšar, JMLR 7, 2006, §3.1.3).
 *
 * <p>Differences of zero are left out, as in Wilcoxon's paper, R's {@code wilcox.test} and SciPy's
 * {@code wilcoxon}. Up to fifty others the p value is exact, also with ties: then it is the
 * distribution over all signs of the mid-ranks at hand (Streitberg and Röhmel 1986, the shift
 * algorithm), not the normal approximation, which with a few tied pairs gives p values smaller than
 * any test can reach. Beyond, it is the normal approximation with tie and continuity correction.
 *
 * @param pairs number of differences
 * @param nonZero number of differences that are not zero
 * @param positiveRanks sum of the ranks of the positive differences, W+
 * @param p two-sided p value; 1 if all differences are zero
 * @param exact whether p is exact
 */
public record WilcoxonSignedRank(
    int pairs, int nonZero, double positiveRanks, double p, boolean exact) {

  private static final int EXACT_UP_TO = 50;

  /**
   * Tests whether differences lie symmetrically about zero.
   *
   * @throws IllegalArgumentException without differences, or if one is not finite
   */
  public static WilcoxonSignedRank of(List<Double> differences) {
    double[] changed =
        new Sample(differences)
            .values().stream().mapToDouble(Double::doubleValue).filter(d -> d != 0).toArray();
    if (changed.length == 0) {
      return new WilcoxonSignedRank(differences.size(), 0, 0, 1, true);
    }
    boolean exact = changed.length <= EXACT_UP_TO;
    WilcoxonSignedRankTest.Result result = WilcoxonSignedRankTest.withDefaults().test(changed);
    double p =
        exact && result.hasTiedValues()
            ? tiedP(changed, result.getStatistic())
            : result.getPValue();
    return new WilcoxonSignedRank(
        differences.size(), changed.length, result.getStatistic(), p, exact);
  }

  /**
   * Smallest two-sided p value that n pairs can give: all signs equal, {@code 2 / 2^n}. With three
   * pairs 0.25: no rank test of three seeds can reach 0.05.
   *
   * @throws IllegalArgumentException if n is negative
   */
  public static double smallestP(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("number of pairs is %s, must be 0 or more".formatted(n));
    }
    return Math.min(1, 2 * Math.pow(0.5, n));
  }

  /**
   * Fewest pairs whose smallest p value is at most alpha; six for 0.05.
   *
   * @throws IllegalArgumentException if alpha is not in (0, 1]
   */
  public static int fewestPairs(double alpha) {
    if (!(alpha > 0 && alpha <= 1)) {
      throw new IllegalArgumentException("alpha is %s, must be in (0, 1]".formatted(alpha));
    }
    int n = 0;
    while (smallestP(n) > alpha) {
      n++;
    }
    return n;
  }

  /** Exact p over all 2^n signs. Mid-ranks are multiples of a half, so doubled ranks are whole. */
  private static double tiedP(double[] differences, double positiveRanks) {
    double[] sizes = new double[differences.length];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = Math.abs(differences[i]);
    }
    double[] ranks = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).apply(sizes);
    int total = ranks.length * (ranks.length + 1);
    double[] probability = new double[total + 1]; // of a doubled sum of positive ranks
    probability[0] = 1;
    for (double rank : ranks) {
      int shift = (int) Math.round(2 * rank);
      for (int sum = total; sum >= 0; sum--) {
        double with = sum >= shift ? probability[sum - shift] : 0;
        probability[sum] = (probability[sum] + with) / 2;
      }
    }
    int observed = (int) Math.round(2 * positiveRanks);
    int tail = Math.min(observed, total - observed); // the distribution is symmetric
    double p = 0;
    for (int sum = 0; sum <= tail; sum++) {
      p += 2 * probability[sum];
    }
    return Math.min(1, p);
  }
}
