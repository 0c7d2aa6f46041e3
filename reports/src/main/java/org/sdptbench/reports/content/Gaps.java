package org.sdptbench.reports.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecords.Skipped;
import org.sdptbench.reports.table.TextTable;

/** What has no result, and why; a cell that several specs share stands once. */
final class Gaps {

  private Gaps() {}

  static TextTable problems(ReportPlan plan, Map<String, RunRecord> runs) {
    List<List<String>> rows = new ArrayList<>();
    forEach(
        plan,
        runs,
        (cell, run) -> {
          if (run != null && run.outcome() != Outcome.COMPLETED) {
            List<String> row = place(cell);
            row.add(run.outcome().inWords());
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
            List<String> row = place(cell);
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

  /** The same, a line per row and task. */
  static TextTable notRunByTask(ReportPlan plan, Map<String, RunRecord> runs) {
    Map<List<String>, SortedSet<Long>> seeds = new LinkedHashMap<>();
    forEach(
        plan,
        runs,
        (cell, run) -> {
          if (run == null) {
            seeds.computeIfAbsent(rowAndTask(cell), k -> new TreeSet<>()).add(cell.seed());
          }
        });
    List<List<String>> rows = new ArrayList<>();
    seeds.forEach(
        (place, missing) -> {
          List<String> row = new ArrayList<>(place);
          row.add(missing.stream().map(String::valueOf).collect(Collectors.joining(", ")));
          rows.add(row);
        });
    return new TextTable(
        "not-run",
        "Planned cells without a readable record",
        List.of("method", "suite", "data set", "shots", "seeds"),
        rows);
  }

  static TextTable skipped(List<Skipped> files) {
    return new TextTable(
        "skipped",
        "Files that were skipped",
        List.of("path", "reason"),
        files.stream()
            .map(file -> List.of(file.path().toString().replace('\\', '/'), file.reason()))
            .toList());
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
    List<String> place = new ArrayList<>(rowAndTask(cell));
    place.add(Long.toString(cell.seed()));
    return place;
  }

  private static List<String> rowAndTask(PlannedCell cell) {
    return List.of(
        cell.row(),
        cell.task().suite(),
        cell.task().dataset(),
        Integer.toString(cell.task().shots()));
  }
}
