package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.sdptbench.reports.chart.MethodStyles.Style;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.SpecResults.Suite;
import org.sdptbench.reports.table.TextTable;

/**
 * A metric per task and method: a row per task, the one on which the methods do best on top, and a
 * mark per method.
 */
final class DotsFigure {

  private DotsFigure() {}

  private record TaskRow(Task task, Map<String, Cell> cells) {
    List<Measured> points() {
      return cells.values().stream()
          .filter(cell -> cell.state() == State.VALUE)
          .map(cell -> Measured.of(cell).times(100))
          .toList();
    }

    State state(String row) {
      return Objects.requireNonNull(cells.get(row), row).state();
    }

    double mean() {
      return points().stream().mapToDouble(Measured::value).average().orElse(-1);
    }
  }

  /** Returns the chart of a suite's metric; nothing where it has a single task, or no value. */
  static Optional<Figure> of(SpecResults results, Suite suite, String metric, MethodStyles styles) {
    List<TaskRow> tasks = new ArrayList<>();
    for (Task task : suite.tasks()) {
      Map<String, Cell> cells = new LinkedHashMap<>();
      results.rows().forEach(row -> cells.put(row, results.task(row, task, metric)));
      tasks.add(new TaskRow(task, cells));
    }
    tasks.sort(Comparator.comparingDouble(TaskRow::mean).reversed());
    // Means only: with all their intervals nobody could tell the marks apart.
    List<Measured> values =
        tasks.stream()
            .flatMap(task -> task.points().stream())
            .map(point -> new Measured(point.value(), null))
            .toList();
    if (values.isEmpty() || tasks.size() < 2) {
      return Optional.empty();
    }
    String what = "%s on %s".formatted(FigureText.points(metric), suite.label());
    Scale.Range range = Scale.range(values, 2);
    List<RowChart.Row> rows = tasks.stream().map(task -> row(task, styles)).toList();
    List<RowChart.Key> key = key(results, tasks, styles);
    String name = FigureText.fileName(results, "dots", suite.fileName(), metric);
    return Optional.of(
        new Figure(
            name,
            what
                + " per task, the task with the highest mean over methods on top. A mark is a mean"
                + " over seeds, above or below its line only to keep marks apart; the intervals stand in the tables. A method without a mark has no"
                + " value there.",
            new RowChart(what, range.low(), range.high(), rows, key).chart(),
            data(name, what, tasks)));
  }

  private static RowChart.Row row(TaskRow task, MethodStyles styles) {
    List<RowChart.Dot> dots = new ArrayList<>();
    List<Style> diverged = new ArrayList<>();
    task.cells()
        .forEach(
            (row, cell) -> {
              if (cell.state() == State.VALUE) {
                double value = Measured.of(cell).times(100).value();
                dots.add(new RowChart.Dot(value, value, value, styles.of(row)));
              } else if (cell.state() == State.DIVERGED) {
                diverged.add(styles.of(row));
              }
            });
    return new RowChart.Row(
        task.task().dataset(),
        dots,
        diverged,
        dots.isEmpty() && diverged.isEmpty() ? "no value" : "",
        "");
  }

  private static List<RowChart.Key> key(
      SpecResults results, List<TaskRow> tasks, MethodStyles styles) {
    List<RowChart.Key> key = new ArrayList<>();
    boolean diverged = false;
    for (String row : results.rows()) {
      List<State> states = tasks.stream().map(t -> t.state(row)).toList();
      diverged |= states.contains(State.DIVERGED);
      if (states.contains(State.VALUE) || states.contains(State.DIVERGED)) {
        key.add(new RowChart.Key(row, styles.of(row)));
      }
    }
    if (diverged) {
      key.add(new RowChart.Key("diverged", null));
    }
    return key;
  }

  private static TextTable data(String name, String what, List<TaskRow> tasks) {
    List<String> header = new ArrayList<>(List.of("task", "method"));
    header.addAll(Measured.HEADER);
    List<List<String>> rows = new ArrayList<>();
    for (TaskRow task : tasks) {
      task.cells()
          .forEach(
              (row, cell) -> {
                List<String> line = new ArrayList<>(List.of(task.task().name(), row));
                line.addAll(Measured.fields(cell));
                rows.add(line);
              });
    }
    return new TextTable(name, what, header, rows);
  }
}
