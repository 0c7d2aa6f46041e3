package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.SpecResults.Suite;
import org.sdptbench.reports.table.TextTable;

/**
 * A metric against a setting with a number: a line per method, and a dashed line across for each
 * method that does not have the setting.
 */
final class LineFigure {

  /** Above this ratio of largest and smallest value the axis is logarithmic. */
  private static final double LARGE_RATIO = 12;

  private LineFigure() {}

  /** Returns the chart of a suite's metric; nothing where no line has two values. */
  static Optional<Figure> of(
      SpecResults results,
      NumericSetting setting,
      Suite suite,
      String metric,
      MethodStyles styles) {
    SortedSet<Double> values = new TreeSet<>();
    setting.series().values().forEach(rows -> values.addAll(rows.keySet()));
    boolean logarithmic = values.first() > 0 && values.last() / values.first() > LARGE_RATIO;
    DoubleUnaryOperator place = logarithmic ? Math::log : DoubleUnaryOperator.identity();
    Map<String, Cell> all = new LinkedHashMap<>();
    List<LineChart.Line> lines = new ArrayList<>();
    List<List<String>> data = new ArrayList<>();
    setting
        .series()
        .forEach(
            (label, rows) -> {
              List<LineChart.Point> points = new ArrayList<>();
              List<Double> diverged = new ArrayList<>();
              rows.forEach(
                  (value, row) -> {
                    Cell cell = results.average(row, suite, metric);
                    all.put(row, cell);
                    double x = place.applyAsDouble(value);
                    if (cell.state() == State.VALUE) {
                      points.add(new LineChart.Point(x, Measured.of(cell).times(100)));
                    } else if (cell.state() == State.DIVERGED) {
                      diverged.add(x);
                    }
                    data.add(line(label, row, Scale.exact(value), cell));
                  });
              if (!points.isEmpty() || !diverged.isEmpty()) {
                lines.add(new LineChart.Line(label, styles.of(first(rows)), points, diverged));
              }
            });
    if (lines.stream().noneMatch(line -> line.points().size() > 1)) {
      return Optional.empty();
    }
    List<LineChart.Across> across = new ArrayList<>();
    for (String row : setting.rest()) {
      Cell cell = results.average(row, suite, metric);
      all.put(row, cell);
      if (cell.state() == State.VALUE) {
        double points = Measured.of(cell).times(100).value();
        across.add(new LineChart.Across(row, styles.of(row), points));
      }
      data.add(line(row, row, "", cell));
    }
    String what = FigureText.average(suite, metric);
    String axis = setting.name() + (logarithmic ? " (log scale)" : "");
    List<LineChart.Tick> ticks =
        values.stream()
            .map(v -> new LineChart.Tick(place.applyAsDouble(v), Scale.format(v)))
            .toList();
    LineChart chart =
        new LineChart(
            what,
            range(lines, across),
            List.of(new LineChart.Panel("", axis, ticks, lines, across)));
    String name = FigureText.fileName(results, "line", suite.fileName(), metric);
    String caption =
        "%s against %s.%s%s%s"
            .formatted(
                what,
                axis,
                intervals(lines) + crosses(lines),
                across.isEmpty() ? "" : " Dashed: methods without this setting.",
                FigureText.without(all));
    List<String> header = new ArrayList<>(List.of("line", "row", "x"));
    header.addAll(Measured.HEADER);
    return Optional.of(
        new Figure(name, caption, chart.chart(), new TextTable(name, what, header, data)));
  }

  private static String first(SortedMap<Double, String> rows) {
    return rows.values().iterator().next();
  }

  private static List<String> line(String label, String row, String x, Cell cell) {
    List<String> line = new ArrayList<>(List.of(label, row, x));
    line.addAll(Measured.fields(cell));
    return line;
  }

  /** What the caption says of intervals. */
  static String intervals(List<LineChart.Line> lines) {
    return LineChart.showsIntervals(lines)
        ? " Bars are 95 % intervals over seeds; with a single seed there is none. One that leaves"
            + " the chart is cut. Lines stand side by side where their bars would cover each other."
        : " Marks are means over seeds; the intervals stand in the data beside the chart.";
  }

  /** What the caption says of crosses. */
  static String crosses(List<LineChart.Line> lines) {
    return lines.stream().allMatch(line -> line.diverged().isEmpty())
        ? ""
        : " A cross at the bottom stands for runs that diverged.";
  }

  /** Range of all that is drawn. */
  static Scale.Range range(List<LineChart.Line> lines, List<LineChart.Across> across) {
    List<Measured> drawn = new ArrayList<>();
    boolean intervals = LineChart.showsIntervals(lines);
    for (LineChart.Line line : lines) {
      for (LineChart.Point point : line.points()) {
        Measured measure = point.measure();
        drawn.add(intervals ? measure : new Measured(measure.value(), null));
      }
    }
    across.forEach(one -> drawn.add(new Measured(one.value(), null)));
    return Scale.range(drawn, 2);
  }
}
