package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.stats.Estimate;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.SpecResults.Suite;
import org.sdptbench.reports.table.TextTable;

/**
 * What training on a task did to others: for each tested task a panel, with a line per row from
 * before the training to after it, and on to when it was taken off again.
 */
final class TestsFigure {

  private TestsFigure() {}

  private record Line(String row, Map<Moment, List<Double>> values) {}

  /** Returns the chart of what training on a task did; nothing where its runs have no tests. */
  static Optional<Figure> of(SpecResults results, Suite suite, Task task, MethodStyles styles) {
    String metric = results.metrics(suite).get(0);
    Map<Task, Map<String, Line>> tested = new LinkedHashMap<>();
    for (String row : results.rows()) {
      for (RunRecord run : results.records(row, task)) {
        run.results()
            .tests()
            .forEach(
                test -> add(tested, test.task(), row, test.moment(), test.metrics().get(metric)));
      }
    }
    if (tested.isEmpty()) {
      return Optional.empty();
    }
    for (String row : results.rows()) {
      for (RunRecord run : results.records(row, task)) {
        boolean said =
            run.results().tests().stream()
                .anyMatch(
                    test ->
                        test.moment() == Moment.AFTER
                            && test.task().withoutShots().equals(task.withoutShots()));
        if (!said && !run.results().tests().isEmpty()) {
          add(tested, task, row, Moment.AFTER, run.metrics().get(metric));
        }
      }
    }
    List<LineChart.Panel> panels = new ArrayList<>();
    List<LineChart.Line> all = new ArrayList<>();
    Task own = task.withoutShots();
    tested.forEach(
        (where, rows) -> {
          if (!where.equals(own)) {
            panels.add(panel(where, "not trained on here", rows, styles));
          }
        });
    Map<String, Line> ofOwn = tested.get(own);
    if (ofOwn != null) {
      panels.add(panel(own, "trained on", ofOwn, styles));
    }
    panels.forEach(panel -> all.addAll(panel.lines()));
    if (all.isEmpty()) {
      return Optional.empty();
    }
    String what =
        "%s before and after training on %s".formatted(FigureText.points(metric), own.name());
    String name =
        FigureText.fileName(results, "tests", new Suite(List.of(task)).fileName(), metric);
    boolean intervals = panels.stream().allMatch(p -> LineChart.showsIntervals(p.lines()));
    String caption =
        what
            + ": the task itself, and tasks that were not trained on in these runs. Detached: with"
            + " what the run trained taken off again."
            + LineFigure.intervals(intervals ? List.of() : all);
    return Optional.of(
        new Figure(
            name,
            caption,
            new LineChart(what, LineFigure.range(all, List.of()), panels).chart(),
            data(name, what, tested)));
  }

  private static void add(
      Map<Task, Map<String, Line>> tested,
      Task where,
      String row,
      Moment moment,
      @Nullable Double value) {
    if (value != null) {
      tested
          .computeIfAbsent(where.withoutShots(), k -> new LinkedHashMap<>())
          .computeIfAbsent(row, k -> new Line(row, new EnumMap<>(Moment.class)))
          .values()
          .computeIfAbsent(moment, k -> new ArrayList<>())
          .add(value);
    }
  }

  private static LineChart.Panel panel(
      Task where, String role, Map<String, Line> rows, MethodStyles styles) {
    List<Moment> moments =
        Arrays.stream(Moment.values())
            .filter(m -> rows.values().stream().anyMatch(line -> line.values().containsKey(m)))
            .toList();
    List<LineChart.Tick> ticks = new ArrayList<>();
    moments.forEach(m -> ticks.add(new LineChart.Tick(ticks.size(), m.word())));
    List<LineChart.Line> lines = new ArrayList<>();
    rows.forEach(
        (row, line) -> {
          List<LineChart.Point> points = new ArrayList<>();
          line.values()
              .forEach(
                  (moment, values) ->
                      points.add(
                          new LineChart.Point(
                              moments.indexOf(moment),
                              Measured.of(Estimate.of(values)).times(100))));
          lines.add(new LineChart.Line(row, styles.of(row), points, List.of()));
        });
    return new LineChart.Panel(where.name(), role, ticks, lines, List.of());
  }

  private static TextTable data(String name, String what, Map<Task, Map<String, Line>> tested) {
    List<List<String>> rows = new ArrayList<>();
    tested.forEach(
        (where, lines) ->
            lines
                .values()
                .forEach(
                    line ->
                        line.values()
                            .forEach(
                                (moment, values) -> {
                                  Measured measure = Measured.of(Estimate.of(values));
                                  boolean interval = measure.interval() != null;
                                  rows.add(
                                      List.of(
                                          where.suite(),
                                          where.dataset(),
                                          line.row(),
                                          Objects.requireNonNull(moment).word(),
                                          Double.toString(measure.value()),
                                          interval ? Double.toString(measure.low()) : "",
                                          interval ? Double.toString(measure.high()) : "",
                                          Integer.toString(values.size())));
                                })));
    return new TextTable(
        name,
        what,
        List.of("suite", "dataset", "method", "moment", "value", "ci95_low", "ci95_high", "seeds"),
        rows);
  }
}
