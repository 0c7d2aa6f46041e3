package org.sdptbench.harness.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.reports.record.RunRecord;

/**
 * What each experiment found, as soon as its last run is done: a first look while the others run,
 * before there is a report.
 */
final class ExperimentTables {
  private static final String NOTHING = "-";

  private final List<Plan.Experiment> experiments;
  private final Map<String, Cell> cells;
  private final Map<String, RunRecord> done = new HashMap<>();
  private final Set<Plan.Experiment> told = new HashSet<>();

  /**
   * Of the experiments of a plan.
   *
   * @param cells the cells of the plan by their ids
   */
  ExperimentTables(List<Plan.Experiment> experiments, Map<String, Cell> cells) {
    this.experiments = List.copyOf(experiments);
    this.cells = Map.copyOf(cells);
  }

  /** Nobody wants any. */
  static ExperimentTables none() {
    return new ExperimentTables(List.of(), Map.of());
  }

  /** Takes a record of earlier, which is worth no table by itself; a failed run counts as none. */
  void known(RunRecord record) {
    if (record.outcome().isFinal()) {
      done.put(record.cell(), record);
    }
  }

  /** Takes a new record; the tables of the experiments that are complete with it. */
  List<String> finished(RunRecord record) {
    known(record);
    List<String> tables = new ArrayList<>();
    for (Plan.Experiment experiment : experiments) {
      boolean complete =
          experiment.entries().stream().allMatch(entry -> done.containsKey(entry.cell()));
      if (complete
          && experiment.entries().stream().anyMatch(e -> e.cell().equals(record.cell()))
          && told.add(experiment)) {
        tables.add(table(experiment));
      }
    }
    return tables;
  }

  /** What tells columns apart: the task, and its shots where there are some. */
  private static String column(Cell cell) {
    RunRecord.Task task = cell.task();
    return task.shots() == 0
        ? task.dataset()
        : "%s, %s shots".formatted(task.dataset(), task.shots());
  }

  private String table(Plan.Experiment experiment) {
    Map<String, Map<String, List<Cell>>> rows = new LinkedHashMap<>();
    Set<String> columns = new LinkedHashSet<>();
    for (Plan.Entry entry : experiment.entries()) {
      Cell cell = cells.get(entry.cell());
      if (cell != null) {
        columns.add(column(cell));
        rows.computeIfAbsent(entry.label(), label -> new LinkedHashMap<>())
            .computeIfAbsent(column(cell), column -> new ArrayList<>())
            .add(cell);
      }
    }
    String head =
        "%s: all %s runs are done".formatted(experiment.spec().name(), experiment.entries().size());
    boolean plain =
        rows.values().stream().flatMap(row -> row.values().stream()).allMatch(this::differInSeed);
    if (!plain) { // in what else, is for the report to say
      return head;
    }
    List<List<String>> lines = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("AP, mean over seeds"));
    header.addAll(columns);
    lines.add(header);
    rows.forEach(
        (label, row) -> {
          List<String> line = new ArrayList<>(List.of(label));
          columns.forEach(column -> line.add(mean(row.getOrDefault(column, List.of()))));
          lines.add(line);
        });
    return head
        + System.lineSeparator()
        + String.join(System.lineSeparator(), Columns.of(lines, false));
  }

  private boolean differInSeed(List<Cell> group) {
    Set<Long> seeds = new TreeSet<>();
    return group.stream().allMatch(cell -> seeds.add(cell.seed()));
  }

  private String mean(List<Cell> group) {
    List<Double> values = new ArrayList<>();
    for (Cell cell : group) {
      RunRecord record = done.get(cell.id());
      Double ap = record == null ? null : record.metrics().get("AP");
      if (ap == null) {
        return NOTHING;
      }
      values.add(100 * ap);
    }
    return values.isEmpty()
        ? NOTHING
        : String.format(
            Locale.ROOT,
            "%.1f",
            values.stream().mapToDouble(Double::doubleValue).average().orElseThrow());
  }
}
