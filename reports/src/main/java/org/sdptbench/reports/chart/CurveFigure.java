package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.CurvePoint;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.TextTable;

/**
 * Training curves of one task: a line per method, the mean over its completed runs at the steps
 * that all of them reached, since a mean over fewer and fewer seeds would bend for no reason.
 */
public final class CurveFigure {

  private CurveFigure() {}

  private record Line(String row, List<Double> steps, List<Double> values) {
    double lastStep() {
      return steps.get(steps.size() - 1);
    }
  }

  /** What a curve shows. */
  @SuppressWarnings("ImmutableEnumChecker") // method references
  private enum Kind {
    VALIDATION_AP("validation AP", CurvePoint::validationAp),
    LOSS("training loss", CurvePoint::loss);

    private final String label;
    private final Function<CurvePoint, @Nullable Double> value;

    Kind(String label, Function<CurvePoint, @Nullable Double> value) {
      this.label = label;
      this.value = value;
    }
  }

  /**
   * Returns the curves of a task: validation AP, or the loss where no run has validated. Nothing
   * where no run has a curve of two points.
   */
  public static Optional<Figure> of(SpecResults results, Task task, MethodStyles styles) {
    for (Kind kind : Kind.values()) {
      List<Line> lines =
          results.rows().stream()
              .flatMap(row -> line(row, results.records(row, task), kind).stream())
              .toList();
      if (!lines.isEmpty()) {
        return Optional.of(figure(results, task, kind, lines, styles));
      }
    }
    return Optional.empty();
  }

  private static Optional<Line> line(String row, List<RunRecord> runs, Kind kind) {
    List<RunRecord> completed =
        runs.stream().filter(run -> run.outcome() == Outcome.COMPLETED).toList();
    SortedMap<Integer, List<Double>> byStep = new TreeMap<>();
    for (RunRecord run : completed) {
      for (CurvePoint point : run.curve()) {
        Double value = kind.value.apply(point);
        if (value != null) {
          byStep.computeIfAbsent(point.step(), k -> new ArrayList<>()).add(value);
        }
      }
    }
    List<Map.Entry<Integer, List<Double>>> common =
        byStep.entrySet().stream()
            .filter(entry -> entry.getValue().size() == completed.size())
            .toList();
    return common.size() < 2
        ? Optional.empty()
        : Optional.of(
            new Line(
                row,
                common.stream().map(e -> (double) e.getKey()).toList(),
                common.stream()
                    .map(e -> e.getValue().stream().mapToDouble(v -> v).average().orElseThrow())
                    .toList()));
  }

  private static Figure figure(
      SpecResults results, Task task, Kind kind, List<Line> lines, MethodStyles styles) {
    String shots = task.shots() == 0 ? "" : ", %d shots".formatted(task.shots());
    String place =
        task.suite().equals(task.dataset())
            ? task.dataset()
            : "%s: %s".formatted(task.suite(), task.dataset());
    String title = place + shots;
    String name =
        "%s-curves-%s-%s%s"
            .formatted(
                results.spec().name(),
                task.suite().replaceAll("[^A-Za-z0-9_-]", "_"),
                task.dataset().replaceAll("[^A-Za-z0-9_-]", "_"),
                task.shots() == 0 ? "" : "-%dshot".formatted(task.shots()));
    int height = Math.max(220, 70 + 13 * lines.size());
    XYChart chart = PlainChart.of(334, height, "step", kind.label);
    double last = lines.stream().mapToDouble(Line::lastStep).max().orElseThrow();
    double high =
        lines.stream()
            .flatMap(line -> line.values().stream())
            .mapToDouble(v -> v)
            .max()
            .orElseThrow();
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax(last * 1.75);
    chart.getStyler().setYAxisMin(0.0);
    chart.getStyler().setYAxisMax(high > 0 ? high * 1.05 : 1);
    chart.setCustomXAxisTickLabelsFormatter(v -> v > last ? "" : PlainChart.count(v));
    if (kind == Kind.VALIDATION_AP) {
      chart.setCustomYAxisTickLabelsFormatter(v -> PlainChart.count(Math.rint(1000 * v) / 10));
    }
    List<LineEndLabels.End> ends = new ArrayList<>();
    for (Line line : lines) {
      MethodStyles.Style style = styles.of(line.row());
      XYSeries series = chart.addSeries(line.row(), line.steps(), line.values());
      series.setMarker(SeriesMarkers.NONE);
      series.setLineColor(style.color());
      series.setLineStyle(style.line());
      ends.add(
          new LineEndLabels.End(
              line.row(),
              line.lastStep(),
              line.values().get(line.values().size() - 1),
              style.color()));
    }
    chart.addAnnotation(new LineEndLabels(ends, last));
    return new Figure(name, title, chart, data(name, title, kind, lines));
  }

  private static TextTable data(String name, String title, Kind kind, List<Line> lines) {
    List<List<String>> rows = new ArrayList<>();
    for (Line line : lines) {
      for (int i = 0; i < line.steps().size(); i++) {
        rows.add(
            List.of(
                line.row(),
                Long.toString(Math.round(line.steps().get(i))),
                Double.toString(line.values().get(i))));
      }
    }
    return new TextTable(
        name, title, List.of("method", "step", kind.label.replace(' ', '_')), rows);
  }
}
