package org.sdptbench.reports.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.table.TextTable;

/** The cells that have no result, and why; a cell that several specs share stands once. */
final class Gaps {

  private Gaps() {}

  static TextTable problems(ReportPlan plan, Map<String, RunRecord> runs) {
    List<List<String>> rows = new ArrayList<>();
    forEach(
        plan,
        runs,
        (cell, run) -> {
          if (run != null && run.outcome() != Outcome.COMPLETED) {
            List<String> row = new ArrayList<>(place(cell));
            row.add(run.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            row.add(run.message() == null ? "" : run.message());
            row.add(cell.cell());
            rows.add(row);
          }
        });
    return new TextTable(
        "problems",
        "Runs that ended without a result",
        List.of("method", "suite", "data set", "shots", "seed", "outcome", "message", "cell"),
        rows);
  }

  static TextTable notRun(ReportPlan plan, Map<String, RunRecord> runs) {
    List<List<String>> rows = new ArrayList<>();
    forEach(
        plan,
        runs,
        (cell, run) -> {
          if (run == null) {
            List<String> row = new ArrayList<>(place(cell));
            row.add(cell.cell());
            rows.add(row);
          }
        });
    return new TextTable(
        "not-run",
        "Planned cells without a readable record",
        List.of("method", "suite", "data set", "shots", "seed", "cell"),
        rows);
  }

  private static void forEach(
      ReportPlan plan,
      Map<String, RunRecord> runs,
      BiConsumer<PlannedCell, @Nullable RunRecord> action) {
    Set<String> seen = new HashSet<>();
    plan.specs().stream()
        .flatMap(spec -> spec.cells().stream())
        .filter(cell -> seen.add(cell.cell()))
        .forEach(cell -> action.accept(cell, runs.get(cell.cell())));
  }

  private static List<String> place(PlannedCell cell) {
    return List.of(
        cell.row(),
        cell.task().suite(),
        cell.task().dataset(),
        Integer.toString(cell.task().shots()),
        Long.toString(cell.seed()));
  }
}
