package org.sdptbench.reports.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.stats.Estimate;
import org.sdptbench.reports.stats.PairedBootstrap;
import org.sdptbench.reports.stats.PairedDifference;
import org.sdptbench.reports.table.SpecResults;

/**
 * One row of a spec against another, on one task. All numbers are of the seeds that both have, and
 * in the metric's unit.
 *
 * @param task the task
 * @param first mean of the first row
 * @param second mean of the second row
 * @param difference first minus second by seed
 * @param testImages how far the difference depends on the test images; absent unless the metric is
 *     AP and all runs hold AP on the same number of resamples
 * @param adjustedP p value of the rank test over seeds, after Holm's correction for the number of
 *     tasks that were compared
 */
public record TaskEffect(
    Task task,
    Estimate first,
    Estimate second,
    PairedDifference difference,
    @Nullable PairedBootstrap testImages,
    double adjustedP) {

  private static final String BOOTSTRAPPED = "AP";

  /**
   * Compares, without a correction for other tasks.
   *
   * @return the effect; null if no seed has a value of both rows
   */
  static @Nullable TaskEffect of(
      SpecResults results, String first, String second, Task task, String metric) {
    SortedMap<Long, RunRecord> a = runs(results, first, task, metric);
    SortedMap<Long, RunRecord> b = runs(results, second, task, metric);
    repeatUntrained(a, b);
    repeatUntrained(b, a);
    a.keySet().retainAll(b.keySet());
    b.keySet().retainAll(a.keySet());
    SortedMap<Long, Double> firstValues = values(a, metric);
    SortedMap<Long, Double> secondValues = values(b, metric);
    PairedDifference difference = PairedDifference.of(firstValues, secondValues).orElse(null);
    if (difference == null) {
      return null;
    }
    return new TaskEffect(
        task,
        Estimate.of(List.copyOf(firstValues.values())),
        Estimate.of(List.copyOf(secondValues.values())),
        difference,
        metric.equals(BOOTSTRAPPED) ? bootstrap(a, b) : null,
        difference.rankTest().p());
  }

  /** The same effect with the p value that a correction gave. */
  TaskEffect withAdjustedP(double p) {
    return new TaskEffect(task, first, second, difference, testImages, p);
  }

  private static SortedMap<Long, RunRecord> runs(
      SpecResults results, String row, Task task, String metric) {
    SortedMap<Long, RunRecord> runs = new TreeMap<>();
    for (RunRecord run : results.records(row, task)) {
      if (run.outcome() == Outcome.COMPLETED && run.metrics().containsKey(metric)) {
        runs.put(run.seed(), run);
      }
    }
    return runs;
  }

  /**
   * A row that trains nothing runs once, with one seed; any other seed would give the same, so that
   * run is its value at every seed of the other row.
   */
  private static void repeatUntrained(
      SortedMap<Long, RunRecord> row, SortedMap<Long, RunRecord> other) {
    if (row.size() != 1) {
      return;
    }
    RunRecord only = row.values().iterator().next();
    Long trained = only.cost().trainableParameters();
    if (trained != null && trained == 0 && only.base() == null) {
      other.keySet().forEach(seed -> row.put(seed, only));
    }
  }

  private static SortedMap<Long, Double> values(SortedMap<Long, RunRecord> runs, String metric) {
    SortedMap<Long, Double> values = new TreeMap<>();
    runs.forEach((seed, run) -> values.put(seed, run.metrics().get(metric)));
    return values;
  }

  private static @Nullable PairedBootstrap bootstrap(
      Map<Long, RunRecord> first, Map<Long, RunRecord> second) {
    List<List<Double>> a = resamples(first);
    List<List<Double>> b = resamples(second);
    int size = a.get(0).size();
    boolean paired =
        a.stream().allMatch(r -> r.size() == size) && b.stream().allMatch(r -> r.size() == size);
    return paired && size >= 2 ? PairedBootstrap.of(a, b) : null;
  }

  private static List<List<Double>> resamples(Map<Long, RunRecord> runs) {
    List<List<Double>> resamples = new ArrayList<>();
    runs.values().forEach(run -> resamples.add(run.results().bootstrapAp()));
    return resamples;
  }
}
