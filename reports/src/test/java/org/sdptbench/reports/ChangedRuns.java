package org.sdptbench.reports;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Base;
import org.sdptbench.reports.record.RunRecord.CurvePoint;

/** Records like others but for one part. */
public final class ChangedRuns {
  private ChangedRuns() {}

  /** The same run with another base. */
  public static RunRecord withBase(RunRecord run, @Nullable Base base) {
    return with(run, base, run.results(), run.curve());
  }

  /** The same run with other results. */
  public static RunRecord withResults(RunRecord run, Results results) {
    return with(run, run.base(), results, run.curve());
  }

  /** The same run with another curve. */
  public static RunRecord withCurve(RunRecord run, List<CurvePoint> curve) {
    return with(run, run.base(), run.results(), curve);
  }

  private static RunRecord with(
      RunRecord run, @Nullable Base base, Results results, List<CurvePoint> curve) {
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
        run.provenance());
  }
}
