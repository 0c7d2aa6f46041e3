package org.sdptbench.reports.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    for (PlannedCell cell : cells(plan)) {
      RunRecord run = runs.get(cell.cell());
      if (run != null && run.outcome() != Outcome.COMPLETED) {
        String message = run.message() == null ? "" : run.message();
        rows.add(line(place(cell), run.outcome().inWords(), message, cell.cell()));
      }
    }
    return new TextTable(
        "problems",
        "Runs that ended without a result",
        List.of("method", "suite", "data set", "shots", "seed", "outcome", "message", "cell"),
        rows);
  }

  static TextTable notRun(ReportPlan plan, Map<String, RunRecord> runs) {
    return notRun(
        List.of("method", "suite", "data set", "shots", "seed", "cell"),
        missing(plan, runs).stream().map(cell -> line(place(cell), cell.cell())).toList());
  }

  /** The same, a line per row and task. */
  static TextTable notRunByTask(ReportPlan plan, Map<String, RunRecord> runs) {
    Map<List<String>, SortedSet<Long>> seeds = new LinkedHashMap<>();
    for (PlannedCell cell : missing(plan, runs)) {
      seeds.computeIfAbsent(rowAndTask(cell), k -> new TreeSet<>()).add(cell.seed());
    }
    List<List<String>> rows = new ArrayList<>();
    seeds.forEach(
        (place, all) ->
            rows.add(
                line(place, all.stream().map(String::valueOf).collect(Collectors.joining(", ")))));
    return notRun(List.of("method", "suite", "data set", "shots", "seeds"), rows);
  }

  private static TextTable notRun(List<String> header, List<List<String>> rows) {
    return new TextTable("not-run", "Planned cells without a readable record", header, rows);
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

  private static List<PlannedCell> missing(ReportPlan plan, Map<String, RunRecord> runs) {
    return cells(plan).stream().filter(cell -> !runs.containsKey(cell.cell())).toList();
  }

  /** Each cell as the first spec plans it. */
  private static List<PlannedCell> cells(ReportPlan plan) {
    Set<String> seen = new HashSet<>();
    return plan.specs().stream()
        .flatMap(spec -> spec.cells().stream())
        .filter(cell -> seen.add(cell.cell()))
        .toList();
  }

  private static List<String> place(PlannedCell cell) {
    return line(rowAndTask(cell), Long.toString(cell.seed()));
  }

  private static List<String> rowAndTask(PlannedCell cell) {
    return List.of(
        cell.row(),
        cell.task().suite(),
        cell.task().dataset(),
        Integer.toString(cell.task().shots()));
  }

  private static List<String> line(List<String> start, String... rest) {
    return Stream.concat(start.stream(), Stream.of(rest)).toList();
  }
}
