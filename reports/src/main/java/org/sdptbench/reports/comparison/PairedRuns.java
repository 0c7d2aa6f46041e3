package org.sdptbench.reports.comparison;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.SpecResults;

/**
 * Completed runs of two rows on one task at the same seeds.
 *
 * @param first runs of the first row by seed
 * @param second runs of the second row; the same seeds
 */
public record PairedRuns(SortedMap<Long, RunRecord> first, SortedMap<Long, RunRecord> second) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the seeds differ
   */
  public PairedRuns {
    if (!first.keySet().equals(second.keySet())) {
      throw new IllegalArgumentException(
          "seeds %s against %s".formatted(first.keySet(), second.keySet()));
    }
    first = Collections.unmodifiableSortedMap(new TreeMap<>(first));
    second = Collections.unmodifiableSortedMap(new TreeMap<>(second));
  }

  /**
   * Pairs runs. A row that trains nothing runs once, with one seed; any other seed would give the
   * same, so that run stands at every seed of the other row.
   *
   * @param results the spec with its records
   * @param first label of a row
   * @param second label of a row
   * @param task the task
   * @param counts which runs count, of the completed ones
   */
  public static PairedRuns of(
      SpecResults results, String first, String second, Task task, Predicate<RunRecord> counts) {
    SortedMap<Long, RunRecord> a = runs(results, first, task, counts);
    SortedMap<Long, RunRecord> b = runs(results, second, task, counts);
    repeatUntrained(a, b);
    repeatUntrained(b, a);
    a.keySet().retainAll(b.keySet());
    b.keySet().retainAll(a.keySet());
    return new PairedRuns(a, b);
  }

  private static SortedMap<Long, RunRecord> runs(
      SpecResults results, String row, Task task, Predicate<RunRecord> counts) {
    SortedMap<Long, RunRecord> runs = new TreeMap<>();
    for (RunRecord run : results.records(row, task)) {
      if (run.outcome() == Outcome.COMPLETED && counts.test(run)) {
        runs.put(run.seed(), run);
      }
    }
    return runs;
  }

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
}
