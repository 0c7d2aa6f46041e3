package org.sdptbench.reports.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sdptbench.reports.record.NoRunsException;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecords;
import org.sdptbench.reports.record.RunRecords.Skipped;
import org.sdptbench.reports.record.RunSource;
import org.sdptbench.reports.table.SpecResults;

/**
 * Runs that can be compared.
 *
 * @param specs the specs of the plan with their records
 * @param skipped files of the runs folder that were not read
 */
public record Comparisons(List<SpecResults> specs, List<Skipped> skipped) {

  /** Copies. */
  public Comparisons {
    specs = List.copyOf(specs);
    skipped = List.copyOf(skipped);
  }

  /**
   * Reads records and plan.
   *
   * @param runs the run records
   * @param planFile {@code plan.json}
   * @throws NoRunsException if the folder is missing or holds no record of a cell of the plan
   * @throws IOException if a file or folder cannot be read; the message names it
   */
  public static Comparisons read(RunSource runs, Path planFile) throws IOException {
    if (!runs.exists()) {
      throw new NoRunsException(
          "There is no runs folder " + runs.place() + ", so nothing to compare.");
    }
    ReportPlan plan = ReportPlan.read(planFile);
    RunRecords records = runs.read();
    List<SpecResults> specs =
        plan.specs().stream().map(spec -> new SpecResults(spec, records.byCell())).toList();
    if (specs.stream().allMatch(spec -> spec.records().findAny().isEmpty())) {
      throw new NoRunsException(
          ("The runs folder %s holds no record of a cell of the plan %s (%s records of other cells,"
                  + " %s unreadable files), so there is nothing to compare.")
              .formatted(
                  runs.place(), planFile, records.byCell().size(), records.skipped().size()));
    }
    return new Comparisons(specs, records.skipped());
  }
}
