package org.sdptbench.reports.comparison;

import java.util.List;
import org.sdptbench.reports.stats.HierarchicalEffect;
import org.sdptbench.reports.stats.WilcoxonSignedRank;

/**
 * One row of a spec against another, over several tasks.
 *
 * @param scope over what, e.g. {@code the 13 tasks of picto-odinw13}
 * @param effect mean difference with its intervals over tasks
 * @param rankTest signed-rank test of the tasks' mean differences
 * @param adjustedP its p value after Holm's correction for the number of overall effects of the
 *     comparison
 */
public record OverallEffect(
    String scope, HierarchicalEffect effect, WilcoxonSignedRank rankTest, double adjustedP) {

  /** The effect over tasks with these differences by seed, without a correction. */
  static OverallEffect of(String scope, List<List<Double>> differences) {
    WilcoxonSignedRank test = WilcoxonSignedRank.of(HierarchicalEffect.taskMeans(differences));
    return new OverallEffect(scope, HierarchicalEffect.of(differences), test, test.p());
  }

  /** The same effect with the p value that a correction gave. */
  OverallEffect withAdjustedP(double p) {
    return new OverallEffect(scope, effect, rankTest, p);
  }
}
