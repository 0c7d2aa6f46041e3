package org.sdptbench.reports.content;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecords.Skipped;

/**
 * How many cells ended how. A cell that several specs share counts once.
 *
 * @param planned number of cells
 * @param completed trained and tested
 * @param diverged ended with NaN or infinity
 * @param failed ended without a result: invalid, crashed, out of memory, timed out, cancelled
 * @param notRun no readable record
 * @param unreadable how many of those not run have a record that cannot be read
 */
public record Tally(
    int planned, int completed, int diverged, int failed, int notRun, int unreadable) {

  /** Without records that cannot be read. */
  static Tally of(Collection<PlannedCell> cells, Map<String, RunRecord> runs) {
    return of(cells, runs, List.of());
  }

  static Tally of(
      Collection<PlannedCell> cells, Map<String, RunRecord> runs, List<Skipped> skipped) {
    Set<String> unread = skipped.stream().map(Skipped::stem).collect(Collectors.toSet());
    Set<String> ids = cells.stream().map(PlannedCell::cell).collect(Collectors.toSet());
    int completed = 0;
    int diverged = 0;
    int notRun = 0;
    int unreadable = 0;
    for (String id : ids) {
      RunRecord run = runs.get(id);
      if (run == null) {
        notRun++;
        unreadable += unread.contains(id) ? 1 : 0;
      } else if (run.outcome() == Outcome.COMPLETED) {
        completed++;
      } else if (run.outcome() == Outcome.DIVERGED) {
        diverged++;
      }
    }
    int failed = ids.size() - completed - diverged - notRun;
    return new Tally(ids.size(), completed, diverged, failed, notRun, unreadable);
  }

  /** The counts as a sentence. */
  public String sentence() {
    return "%s %s planned: %s completed, %s failed, %s diverged, %s not run%s."
        .formatted(
            planned,
            planned == 1 ? "run" : "runs",
            completed,
            failed,
            diverged,
            notRun,
            unreadable == 0
                ? ""
                : ", of which %s %s a record that cannot be read"
                    .formatted(unreadable, unreadable == 1 ? "has" : "have"));
  }
}
