package org.sdptbench.reports.content;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;

/**
 * How many cells ended how. A cell that several specs share counts once.
 *
 * @param planned number of cells
 * @param completed trained and tested
 * @param diverged ended with NaN or infinity
 * @param failed failed, crashed or stopped at the time limit
 * @param notRun no readable record
 */
public record Tally(int planned, int completed, int diverged, int failed, int notRun) {

  static Tally of(Collection<PlannedCell> cells, Map<String, RunRecord> runs) {
    Set<String> ids = cells.stream().map(PlannedCell::cell).collect(Collectors.toSet());
    int completed = 0;
    int diverged = 0;
    int notRun = 0;
    for (String id : ids) {
      RunRecord run = runs.get(id);
      if (run == null) {
        notRun++;
      } else if (run.outcome() == Outcome.COMPLETED) {
        completed++;
      } else if (run.outcome() == Outcome.DIVERGED) {
        diverged++;
      }
    }
    int failed = ids.size() - completed - diverged - notRun;
    return new Tally(ids.size(), completed, diverged, failed, notRun);
  }

  /** The counts as a sentence. */
  public String sentence() {
    return "%s %s planned: %s completed, %s failed, %s diverged, %s not run."
        .formatted(planned, planned == 1 ? "run" : "runs", completed, failed, diverged, notRun);
  }
}
