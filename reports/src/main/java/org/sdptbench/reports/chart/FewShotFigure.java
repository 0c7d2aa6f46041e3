package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.SpecResults.Suite;
import org.sdptbench.reports.table.TextTable;

/**
 * A metric against the number of images per class: a line per method, and a dashed line across for
 * each method that trains nothing. The numbers of shots are equally far apart, since the last of
 * them is "all".
 */
final class FewShotFigure {

  private FewShotFigure() {}

  /**
   * Returns the chart of a suite with all its numbers of shots; nothing where fewer than two are
   * trained on.
   */
  static Optional<Figure> of(SpecResults results, String key, MethodStyles styles) {
    List<Suite> suites =
        results.suites().stream()
            .filter(suite -> suite.key().equals(key))
            .sorted(
                Comparator.comparingInt(
                    suite -> suite.shots() == 0 ? Integer.MAX_VALUE : suite.shots()))
            .toList();
    List<Suite> steps = suites.stream().filter(results::trainsOn).toList();
    if (steps.size() < 2) {
      return Optional.empty();
    }
    String metric = results.metrics(suites.get(0)).get(0);
    List<LineChart.Line> lines = new ArrayList<>();
    List<LineChart.Across> across = new ArrayList<>();
    Map<String, Cell> all = new LinkedHashMap<>();
    List<List<String>> data = new ArrayList<>();
    for (String row : results.rows()) {
      boolean trains = results.trains(row);
      List<LineChart.Point> points = new ArrayList<>();
      List<Double> diverged = new ArrayList<>();
      for (Suite suite : suites) {
        int step = steps.indexOf(suite);
        Cell cell = results.average(row, suite, metric);
        all.put("%s, %s".formatted(row, suite.shotsLabel()), cell);
        if (cell.state() == State.VALUE) {
          Measured measure = Measured.of(cell).times(100);
          if (trains) {
            points.add(new LineChart.Point(step, measure));
          } else {
            across.add(new LineChart.Across(row, styles.of(row), measure.value()));
          }
        } else if (cell.state() == State.DIVERGED) {
          diverged.add((double) step);
        }
        if (cell.state() != State.NOT_PLANNED) {
          List<String> line = new ArrayList<>(List.of(row, trains ? label(suite) : "none"));
          line.addAll(Measured.fields(cell));
          data.add(line);
        }
      }
      if (!points.isEmpty() || !diverged.isEmpty()) {
        lines.add(new LineChart.Line(row, styles.of(row), points, diverged));
      }
    }
    if (lines.stream().allMatch(line -> line.points().isEmpty())) {
      return Optional.empty();
    }
    List<LineChart.Tick> ticks = new ArrayList<>();
    steps.forEach(suite -> ticks.add(new LineChart.Tick(ticks.size(), label(suite))));
    int tasks = suites.get(0).tasks().size();
    String what =
        "%s on %s%s"
            .formatted(
                FigureText.points(metric),
                results.suiteName(key),
                tasks > 1 ? ", mean of %s tasks".formatted(tasks) : "");
    LineChart chart =
        new LineChart(
            what,
            LineFigure.range(lines, across),
            List.of(new LineChart.Panel("", "shots (images per class)", ticks, lines, across)));
    String caption =
        "%s against the number of training images per class; equal steps, not to scale.%s%s%s"
            .formatted(
                what,
                LineFigure.intervals(lines) + LineFigure.crosses(lines),
                across.isEmpty() ? "" : " Dashed: methods that train nothing.",
                FigureText.without(all));
    String name =
        FigureText.fileName(results, "few-shot", results.suiteName(key).replace('/', '-'), metric);
    List<String> header = new ArrayList<>(List.of("method", "shots"));
    header.addAll(Measured.HEADER);
    return Optional.of(
        new Figure(name, caption, chart.chart(), new TextTable(name, what, header, data)));
  }

  private static String label(Suite suite) {
    return suite.shots() == 0 ? "all" : Integer.toString(suite.shots());
  }
}
