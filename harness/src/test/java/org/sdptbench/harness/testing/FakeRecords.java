package org.sdptbench.harness.testing;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
        new RunRecord.Cost(10L, 1000L, null, null, null, null, seconds, null),
        List.of(),
        Environment.provenance(Environment.Code.UNKNOWN, cell.digests(), 1));
  }

  /** The record of a run on another machine, with an AP of 12.5 %. */
  public static RunRecord moved(RunRecord run) {
    RunRecord.Provenance was = run.provenance();
    return withProvenance(
        withResults(run, new Results(Map.of("AP", 0.125), Map.of())),
        new RunRecord.Provenance(
            was.commit(),
            was.dirty(),
            "an abacus",
            was.java(),
            was.libraries(),
            was.digests(),
            was.tensorThreads(),
            was.startedAt()));
  }

  /** The same run with a method that trains nothing. */
  public static RunRecord untrained(RunRecord run) {
    return run.withCost(new RunRecord.Cost(0L, 1000L, null, null, null, null, 1.0, null));
  }

  /** The same run with another base. */
  public static RunRecord withBase(RunRecord run, RunRecord.Base base) {
    return with(run, base, run.results(), run.curve(), run.provenance());
  }

  /** The same run under the id of another cell. */
  public static RunRecord under(String cell, RunRecord run) {
    return new RunRecord(
        run.version(),
        cell,
        run.model(),
        run.method(),
        run.task(),
        run.base(),
        run.recipe(),
        run.seed(),
        run.outcome(),
        run.message(),
        run.results(),
        run.cost(),
        run.curve(),
        run.provenance());
  }

  /** The same run with other results. */
  public static RunRecord withResults(RunRecord run, Results results) {
    return with(run, run.base(), results, run.curve(), run.provenance());
  }

  /** The same run with another curve. */
  public static RunRecord withCurve(RunRecord run, List<RunRecord.CurvePoint> curve) {
    return with(run, run.base(), run.results(), curve, run.provenance());
  }

  /** The same run with another origin. */
  public static RunRecord withProvenance(RunRecord run, RunRecord.Provenance provenance) {
    return with(run, run.base(), run.results(), run.curve(), provenance);
  }

  private static RunRecord with(
      RunRecord run,
      RunRecord.@Nullable Base base,
      Results results,
      List<RunRecord.CurvePoint> curve,
      RunRecord.Provenance provenance) {
    return new RunRecord(
        run.version(),
        run.cell(),
        run.model(),
        run.method(),
        run.task(),
        base,
        run.recipe(),
        run.seed(),
        run.outcome(),
        run.message(),
        results,
        run.cost(),
        curve,
        provenance);
  }
}
