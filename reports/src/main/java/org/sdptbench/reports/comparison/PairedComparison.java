package org.sdptbench.reports.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.stats.Holm;
import org.sdptbench.reports.stats.WilcoxonSignedRank;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.SpecResults.Suite;

/**
 * One row of a spec against another.
 *
 * @param spec the spec
 * @param first label of the first row
 * @param second label of the second row; differences are first minus second
 * @param metric name of the metric; higher is better
 * @param tasks effects on the tasks where a seed has both rows, in the order of the plan
 * @param without tasks of the spec where no seed has both rows, in the order of the plan
 * @param overall effects over several tasks: of each suite that has more than one, and over all
 *     data sets if there is more than one suite. There a data set that occurs with several numbers
 *     of shots counts once, with all its differences, since its images are the same
 */
public record PairedComparison(
    Spec spec,
    String first,
    String second,
    String metric,
    List<TaskEffect> tasks,
    List<Task> without,
    List<OverallEffect> overall) {

  private static final double ALPHA = 0.05;

  /** Copies. */
  public PairedComparison {
    tasks = List.copyOf(tasks);
    without = List.copyOf(without);
    overall = List.copyOf(overall);
  }

  /**
   * Compares two rows.
   *
   * @param results the spec with its records
   * @param first label of a row
   * @param second label of another
   * @param metric name of a metric
   * @throws IllegalArgumentException if the spec has no such row, or both are the same
   */
  public static PairedComparison of(
      SpecResults results, String first, String second, String metric) {
    if (first.equals(second) || !results.rows().containsAll(List.of(first, second))) {
      throw new IllegalArgumentException(
          "a comparison needs two rows of the spec; found '%s' and '%s', allowed are %s"
              .formatted(first, second, results.rows()));
    }
    List<TaskEffect> effects = new ArrayList<>();
    List<Task> without = new ArrayList<>();
    for (Task task : results.tasks()) {
      TaskEffect effect = TaskEffect.of(results, first, second, task, metric);
      if (effect == null) {
        without.add(task);
      } else {
        effects.add(effect);
      }
    }
    return new PairedComparison(
        results.spec(),
        first,
        second,
        metric,
        corrected(effects),
        without,
        overall(results.suites(), effects));
  }

  /**
   * What the rank tests cannot show with the seeds and tasks at hand, in sentences; empty if they
   * can reach 0.05.
   */
  public List<String> limits() {
    List<String> limits = new ArrayList<>();
    int seeds = tasks.stream().mapToInt(effect -> effect.difference().n()).max().orElse(0);
    if (seeds > 0 && WilcoxonSignedRank.smallestP(seeds) * tasks.size() > ALPHA) {
      String corrected =
          tasks.size() == 1
              ? ""
              : ", %s after Holm's correction for %s tasks"
                  .formatted(WilcoxonSignedRank.fewestPairs(ALPHA / tasks.size()), tasks.size());
      limits.add(
          String.format(
              Locale.ROOT,
              "With %s the smallest p that the rank test can give on one task is %.3g; to reach 0.05"
                  + " takes %d seeds%s.",
              count(seeds, "seed"),
              WilcoxonSignedRank.smallestP(seeds),
              WilcoxonSignedRank.fewestPairs(ALPHA),
              corrected));
    }
    for (OverallEffect effect : overall) {
      int n = effect.effect().tasks();
      if (WilcoxonSignedRank.smallestP(n) > ALPHA) {
        limits.add(
            String.format(
                Locale.ROOT,
                "Over %s the smallest p that the rank test can give is %.3g; to reach 0.05 takes %d"
                    + " tasks.",
                effect.scope(),
                WilcoxonSignedRank.smallestP(n),
                WilcoxonSignedRank.fewestPairs(ALPHA)));
      }
    }
    return List.copyOf(limits);
  }

  private static List<TaskEffect> corrected(List<TaskEffect> effects) {
    List<Double> adjusted = Holm.adjust(effects.stream().map(TaskEffect::adjustedP).toList());
    List<TaskEffect> corrected = new ArrayList<>();
    for (int i = 0; i < effects.size(); i++) {
      corrected.add(effects.get(i).withAdjustedP(adjusted.get(i)));
    }
    return corrected;
  }

  private static List<OverallEffect> overall(List<Suite> suites, List<TaskEffect> effects) {
    Map<Suite, List<List<Double>>> bySuite = new LinkedHashMap<>();
    Map<Task, List<Double>> byDataset = new LinkedHashMap<>();
    for (TaskEffect effect : effects) {
      Task task = effect.task();
      List<Double> differences = effect.difference().values();
      Suite own = suites.stream().filter(s -> s.tasks().contains(task)).findFirst().orElseThrow();
      bySuite.computeIfAbsent(own, k -> new ArrayList<>()).add(differences);
      byDataset.computeIfAbsent(task.withoutShots(), k -> new ArrayList<>()).addAll(differences);
    }
    List<OverallEffect> overall = new ArrayList<>();
    bySuite.forEach(
        (suite, differences) -> {
          if (differences.size() > 1) {
            overall.add(
                OverallEffect.of(
                    "the %s tasks of %s".formatted(differences.size(), suite.label()),
                    differences));
          }
        });
    if (bySuite.size() > 1 && byDataset.size() > 1) {
      overall.add(
          OverallEffect.of(
              "all %s data sets".formatted(byDataset.size()), List.copyOf(byDataset.values())));
    }
    List<Double> adjusted = Holm.adjust(overall.stream().map(OverallEffect::adjustedP).toList());
    List<OverallEffect> corrected = new ArrayList<>();
    for (int i = 0; i < overall.size(); i++) {
      corrected.add(overall.get(i).withAdjustedP(adjusted.get(i)));
    }
    return corrected;
  }

  private static String count(int n, String noun) {
    return n == 1 ? "1 " + noun : n + " " + noun + "s";
  }
}
