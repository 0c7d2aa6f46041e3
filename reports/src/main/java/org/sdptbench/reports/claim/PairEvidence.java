package org.sdptbench.reports.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.claim.Effect.Repetitions;
import org.sdptbench.reports.claim.Effect.Unit;
import org.sdptbench.reports.claim.Evidence.Comparison;
import org.sdptbench.reports.stats.Estimate;
import org.sdptbench.reports.stats.Holm;
import org.sdptbench.reports.stats.Interval;
import org.sdptbench.reports.stats.MeanTest;

/**
 * Judges the comparisons of one claim together, since its p values are corrected for their number.
 */
final class PairEvidence {

  /** With two repetitions the t interval would rest on a single degree of freedom. */
  static final int FEWEST_REPETITIONS = 3;

  /** One seed's initial tokens are the same on every task; only another seed can tell luck. */
  static final int FEWEST_SEEDS = 2;

  private static final double ALPHA = 0.05;

  private final Unit unit;
  private final boolean exact;
  private final boolean oneTask;
  private final List<Pair> pairs = new ArrayList<>();

  /**
   * Starts without comparisons.
   *
   * @param exact whether what is compared does not depend on chance
   * @param oneTask whether the claim is about one data set, so that seeds are the repetitions
   */
  PairEvidence(Unit unit, boolean exact, boolean oneTask) {
    this.unit = unit;
    this.exact = exact;
    this.oneTask = oneTask;
  }

  private record Pair(
      String row, @Nullable String against, @Nullable Effect effect, Verdict verdict, String why) {
    /** Whether it has as much as a verdict takes. */
    boolean isTested() {
      return effect != null && effect.p() != null;
    }
  }

  /**
   * Adds a comparison.
   *
   * @param against label of the other row; null: the row itself before its training
   * @param differences its differences
   * @param whyEmpty why there are none, if there are none
   */
  void add(String row, @Nullable String against, Differences differences, String whyEmpty) {
    if (differences.isEmpty()) {
      pairs.add(new Pair(row, against, null, Verdict.NOT_RUN, whyEmpty));
    } else if (exact) {
      pairs.add(exactly(row, against, differences));
    } else {
      pairs.add(measured(row, against, differences));
    }
  }

  private Pair exactly(String row, @Nullable String against, Differences differences) {
    List<Double> all = differences.byTask().stream().flatMap(List::stream).toList();
    Effect effect =
        effect(differences, Repetitions.EXACT, all.size(), Estimate.of(all).mean(), null, null);
    boolean less = all.stream().allMatch(d -> d > 0);
    boolean notLess = all.stream().noneMatch(d -> d > 0);
    return new Pair(
        row,
        against,
        effect,
        less ? Verdict.SUPPORTED : notLess ? Verdict.CONTRADICTED : Verdict.INCONCLUSIVE,
        less || notLess
            ? ""
            : "less on %s of %s tasks only".formatted(effect.better(), effect.tasks()));
  }

  private Pair measured(String row, @Nullable String against, Differences differences) {
    List<Double> repetitions = oneTask ? differences.seedMeans() : differences.taskMeans();
    Repetitions over = oneTask ? Repetitions.SEEDS : Repetitions.TASKS;
    // Of several tasks this is the interval of HierarchicalEffect.
    Estimate estimate = Estimate.of(repetitions);
    String tooFew = tooFew(estimate.n(), differences.fewestSeeds());
    Double p = tooFew.isEmpty() ? (Double) MeanTest.of(repetitions).p() : null;
    Effect effect =
        effect(differences, over, estimate.n(), estimate.mean(), estimate.interval(), p);
    return new Pair(row, against, effect, Verdict.INCONCLUSIVE, tooFew);
  }

  private Effect effect(
      Differences differences,
      Repetitions over,
      int n,
      double mean,
      @Nullable Interval interval,
      @Nullable Double p) {
    int better = (int) differences.taskMeans().stream().filter(d -> d > 0).count();
    return new Effect(
        unit,
        mean,
        interval,
        over,
        n,
        differences.fewestSeeds(),
        differences.tasks(),
        better,
        p,
        null);
  }

  private String tooFew(int n, int fewestSeeds) {
    if (fewestSeeds < FEWEST_SEEDS) {
      return n == 1 || oneTask ? "one seed only" : "one seed only on at least one task";
    }
    return n < FEWEST_REPETITIONS
        ? "%s %s, needed are %s"
            .formatted(n, oneTask ? "seeds" : n == 1 ? "task" : "tasks", FEWEST_REPETITIONS)
        : "";
  }

  /** The judged comparisons, in the order in which they were added. */
  List<Evidence> judge() {
    // What has not run yet counts among the comparisons: more runs must not loosen the correction.
    List<Double> adjusted =
        Holm.adjust(pairs.stream().map(pair -> pair.isTested() ? p(pair) : (Double) 1.0).toList());
    List<Evidence> evidence = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      evidence.add(
          pair.isTested()
              ? judge(pair, adjusted.get(i))
              : new Comparison(
                  pair.row(), pair.against(), pair.effect(), pair.verdict(), pair.why()));
    }
    return evidence;
  }

  private static Double p(Pair pair) {
    return Objects.requireNonNull(Objects.requireNonNull(pair.effect()).p());
  }

  private Comparison judge(Pair pair, double adjustedP) {
    Effect effect = Objects.requireNonNull(pair.effect()).withAdjustedP(adjustedP);
    Interval interval = Objects.requireNonNull(effect.interval());
    BiFunction<Verdict, String, Comparison> as =
        (verdict, reason) -> new Comparison(pair.row(), pair.against(), effect, verdict, reason);
    if (interval.contains(0)) {
      return as.apply(Verdict.INCONCLUSIVE, "the interval reaches over no difference");
    }
    if (adjustedP > ALPHA) {
      return as.apply(
          Verdict.INCONCLUSIVE,
          "not significant after the correction for %s comparisons".formatted(pairs.size()));
    }
    return as.apply(interval.low() > 0 ? Verdict.SUPPORTED : Verdict.CONTRADICTED, "");
  }
}
