package org.sdptbench.reports.claim;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sdptbench.reports.record.NoRunsException;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecords;
import org.sdptbench.reports.record.RunRecords.Skipped;
import org.sdptbench.reports.record.RunSource;
import org.sdptbench.reports.table.SpecResults;

/**
 * The claims of a plan with what the runs say of them.
 *
 * @param plan the plan
 * @param claims its claims, in its order
 * @param skipped files of the runs folder that were not read
 */
public record EvaluatedClaims(ReportPlan plan, List<EvaluatedClaim> claims, List<Skipped> skipped) {

  /** Copies. */
  public EvaluatedClaims {
    claims = List.copyOf(claims);
    skipped = List.copyOf(skipped);
  }

  /**
   * Holds the claims of a plan against records.
   *
   * @param plan the plan
   * @param runs records by cell; those of other cells say nothing
   */
  public static List<EvaluatedClaim> of(ReportPlan plan, Map<String, RunRecord> runs) {
    Map<String, SpecResults> specs = new HashMap<>();
    plan.specs().forEach(spec -> specs.put(spec.name(), new SpecResults(spec, runs)));
    return plan.claims().stream()
        .map(claim -> ClaimEvaluation.of(claim, specs.get(claim.spec()), runs))
        .toList();
  }

  /**
   * Reads records and plan. A folder without records of the plan is fine: nothing was run yet.
   *
   * @param runs the run records
   * @param planFile {@code plan.json}
   * @throws NoRunsException if there is no such folder
   * @throws IOException if a file or folder cannot be read; the message names it
   */
  public static EvaluatedClaims read(RunSource runs, Path planFile) throws IOException {
    ReportPlan plan = ReportPlan.read(planFile);
    if (!runs.exists()) {
      throw new NoRunsException(
          "There is no runs folder " + runs.place() + ", so no claim can be looked at.");
    }
    RunRecords records = runs.read();
    return new EvaluatedClaims(plan, of(plan, records.byCell()), records.skipped());
  }
}
