package org.sdptbench.reports.claim;

import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.stats.Interval;

/**
 * How much better one side of a comparison is; positive is in favour of the claim.
 *
 * @param unit what {@code mean} and {@code interval} are measured in
 * @param mean mean over the repetitions of their mean differences
 * @param interval its 95 % t interval over the repetitions; absent with one, and for what is exact
 * @param over what the repetitions are
 * @param n number of repetitions
 * @param fewestSeeds number of seeds of the task with the fewest
 * @param tasks number of data sets with a complete pair
 * @param better number of them on which the mean difference is in favour
 * @param p p value of the t test of the repetitions; absent where no test was made
 * @param adjustedP the same after Holm's correction for the comparisons of the claim
 */
public record Effect(
    Unit unit,
    double mean,
    @Nullable Interval interval,
    Repetitions over,
    int n,
    int fewestSeeds,
    int tasks,
    int better,
    @Nullable Double p,
    @Nullable Double adjustedP) {

  /** What an effect is measured in. */
  public enum Unit {
    /** Difference of a metric, as a fraction. */
    METRIC,
    /** Natural logarithm of the other's cost in proportion to the row's. */
    LOG_RATIO
  }

  /** What was repeated. */
  public enum Repetitions {
    /** Data sets, each with the mean of its seeds. */
    TASKS,
    /** Seeds, where the claim is about one data set. */
    SEEDS,
    /** Runs of something that does not depend on chance. */
    EXACT
  }

  /** The same with the p value that a correction gave. */
  Effect withAdjustedP(double adjusted) {
    return new Effect(
        unit, mean, interval, over, n, fewestSeeds, tasks, better, p, (Double) adjusted);
  }
}
