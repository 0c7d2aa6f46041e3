package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
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
final class CurveFigure {

  /** From this ratio on, the smallest to the largest, losses are drawn by their logarithm. */
  private static final double WIDE = 3;

  private CurveFigure() {}

  private record Line(String row, List<Along> along) {
    double last(Axis axis) {
      return axis.of(along.get(along.size() - 1));
    }
  }

  /**
   * A point of a mean curve.
   *
   * @param step optimiser steps
   * @param seconds mean training time of the runs so far; absent if one was not measured
   * @param value mean of the runs' values
   */
  private record Along(int step, @Nullable Double seconds, double value) {}

  /** What a curve runs along. */
  private enum Axis {
    STEPS("step", "training steps"),
    SECONDS("seconds", "training time (s)");

    private final String word;
    private final String title;

    Axis(String word, String title) {
      this.word = word;
      this.title = title;
    }

    double of(Along along) {
      return this == STEPS ? along.step() : Objects.requireNonNull(along.seconds());
    }
  }

  /** What a curve shows. */
  @SuppressWarnings("ImmutableEnumChecker") // method references
  private enum Kind {
    VALIDATION_AP("validation AP (points)", "validation_AP", CurvePoint::validationAp),
    LOSS("training loss", "training_loss", CurvePoint::loss);

    private final String label;
    private final String column;
    private final Function<CurvePoint, @Nullable Double> value;

    Kind(String label, String column, Function<CurvePoint, @Nullable Double> value) {
      this.label = label;
      this.column = column;
      this.value = value;
    }
  }

  /**
   * Returns the curves of a task by step and, where time was measured, by time: validation AP, or
   * the loss where no run has validated. Nothing where no run has a curve of two points.
   */
  static List<Figure> of(SpecResults results, Task task, MethodStyles styles) {
    for (Kind kind : Kind.values()) {
      List<Line> lines =
          results.rows().stream()
              .flatMap(row -> line(row, results.records(row, task), kind).stream())
              .toList();
      if (!lines.isEmpty()) {
        Figure bySteps = figure(results, task, kind, Axis.STEPS, lines, styles);
        boolean timed =
            lines.stream()
                .flatMap(line -> line.along().stream())
                .allMatch(along -> along.seconds() != null);
        boolean longer = lines.stream().anyMatch(line -> timed && line.last(Axis.SECONDS) > 0);
        return longer
            ? List.of(bySteps, figure(results, task, kind, Axis.SECONDS, lines, styles))
            : List.of(bySteps);
      }
    }
    return List.of();
  }

  private static Optional<Line> line(String row, List<RunRecord> runs, Kind kind) {
    List<RunRecord> completed =
        runs.stream().filter(run -> run.outcome() == Outcome.COMPLETED).toList();
    SortedMap<Integer, List<CurvePoint>> byStep = new TreeMap<>();
    for (RunRecord run : completed) {
      for (CurvePoint point : run.curve()) {
        if (kind.value.apply(point) != null) {
          byStep.computeIfAbsent(point.step(), k -> new ArrayList<>()).add(point);
        }
      }
    }
    List<Along> common =
        byStep.values().stream()
            .filter(points -> points.size() == completed.size())
            .map(points -> along(points, kind))
            .toList();
    return common.size() < 2 ? Optional.empty() : Optional.of(new Line(row, common));
  }

  private static Along along(List<CurvePoint> points, Kind kind) {
    boolean timed = points.stream().allMatch(point -> point.seconds() != null);
    return new Along(
        points.get(0).step(),
        timed ? mean(points, CurvePoint::seconds) : null,
        mean(points, kind.value));
  }

  private static double mean(
      List<CurvePoint> points, Function<CurvePoint, @Nullable Double> value) {
    return points.stream()
        .mapToDouble(point -> Objects.requireNonNull(value.apply(point)))
        .average()
        .orElseThrow();
  }

  private static Figure figure(
      SpecResults results, Task task, Kind kind, Axis axis, List<Line> lines, MethodStyles styles) {
    String title = task.label();
    String place =
        FigureText.fileName(results, "curves", task.suite(), task.dataset())
            + (task.shots() == 0 ? "" : "-%sshot".formatted(task.shots()));
    String name = axis == Axis.STEPS ? place : place + "-" + axis.word;
    int height = Math.max(220, 70 + 13 * lines.size());
    XYChart chart = PlainChart.of(334, height, axis.title, kind.label);
    double last = lines.stream().mapToDouble(line -> line.last(axis)).max().orElseThrow();
    Scale.Range range = range(chart, kind, lines);
    chart.getStyler().setXAxisMin(0.0);
    chart.getStyler().setXAxisMax(last * 1.75);
    chart.getStyler().setYAxisMin(range.low());
    chart.getStyler().setYAxisMax(range.high());
    chart.setCustomXAxisTickLabelsFormatter(v -> v > last ? "" : PlainChart.count(v));
    if (kind == Kind.VALIDATION_AP) {
      chart.setCustomYAxisTickLabelsFormatter(v -> PlainChart.count(Math.rint(1000 * v) / 10));
    }
    List<LineEndLabels.End> ends = new ArrayList<>();
    for (Line line : lines) {
      MethodStyles.Style style = styles.of(line.row());
      PlainChart.line(
          chart,
          line.along().stream().mapToDouble(axis::of).toArray(),
          line.along().stream().mapToDouble(Along::value).toArray(),
          style.color(),
          style.line());
      double end = line.along().get(line.along().size() - 1).value();
      ends.add(new LineEndLabels.End(line.row(), line.last(axis), end, style.ink()));
    }
    chart.addAnnotation(new LineEndLabels(ends, last));
    return new Figure(name, title, chart, data(name, title, kind, lines));
  }

  /** What the axis of values shows; ratios where the differences of small values would vanish. */
  private static Scale.Range range(XYChart chart, Kind kind, List<Line> lines) {
    List<Double> values =
        lines.stream().flatMap(line -> line.along().stream()).map(Along::value).toList();
    double lowest = Collections.min(values);
    double highest = Collections.max(values);
    if (kind == Kind.LOSS && lowest > 0 && highest > WIDE * lowest) {
      chart.setYAxisTitle(kind.label + " (log scale)");
      chart.getStyler().setYAxisLogarithmic(true);
      chart.getStyler().setYAxisLogarithmicDecadeOnly(false);
      return new Scale.Range(lowest / 1.1, highest * 1.1);
    }
    return Scale.range(values.stream().map(value -> new Measured(value, null)).toList(), 0.02);
  }

  private static TextTable data(String name, String title, Kind kind, List<Line> lines) {
    List<List<String>> rows = new ArrayList<>();
    for (Line line : lines) {
      for (Along along : line.along()) {
        rows.add(
            List.of(
                line.row(),
                Integer.toString(along.step()),
                along.seconds() == null ? "" : Double.toString(along.seconds()),
                Double.toString(along.value())));
      }
    }
    return new TextTable(name, title, List.of("method", "step", "seconds", kind.column), rows);
  }
}
