package org.sdptbench.harness.testing;

import java.util.List;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/** Records without metrics. */
public final class FakeRecords {
  private FakeRecords() {}

  /** A record of a cell that ended so after some seconds. */
  public static RunRecord of(Cell cell, RunRecord.Outcome outcome, String message, double seconds) {
    return new RunRecord(
        RunRecord.VERSION,
        cell.id(),
        cell.model(),
        cell.method(),
        cell.task(),
        cell.base(),
        cell.recipe(),
        cell.seed(),
        outcome,
        message,
        Results.NONE,
        new RunRecord.Cost(10L, 1000L, null, null, null, seconds, null),
        List.of(),
        Environment.provenance(Environment.Code.UNKNOWN, cell.digests(), 1));
  }
}
