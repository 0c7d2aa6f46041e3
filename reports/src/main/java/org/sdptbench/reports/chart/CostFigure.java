package org.sdptbench.reports.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Cost;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.TextTable;

/** What the runs of each row cost: training time, time for one image, and memory. */
final class CostFigure {

  private static final double GIB = 1L << 30;

  private CostFigure() {}

  private record Spent(List<Double> values) {
    double mean() {
      return values.stream().mapToDouble(v -> v).average().orElseThrow();
    }

    double min() {
      return values.stream().mapToDouble(v -> v).min().orElseThrow();
    }

    double max() {
      return values.stream().mapToDouble(v -> v).max().orElseThrow();
    }
  }

  /** Training time, time for one image and peak memory; each only where it was measured. */
  static List<Figure> of(SpecResults results, MethodStyles styles) {
    List<Figure> figures = new ArrayList<>();
    figure(results, styles, "seconds", "training time (s)", 1, Cost::trainSeconds)
        .ifPresent(figures::add);
    figure(results, styles, "inference", "time for one image (ms)", 1e-3, Cost::inferenceSeconds)
        .ifPresent(figures::add);
    figure(
            results,
            styles,
            "memory",
            "peak memory of the worker process (GiB)",
            GIB,
            Cost::peakMemoryBytes)
        .ifPresent(figures::add);
    return figures;
  }

  private static Optional<Figure> figure(
      SpecResults results,
      MethodStyles styles,
      String kind,
      String what,
      double unit,
      Function<Cost, @Nullable Number> cost) {
    Map<String, Spent> spent = new LinkedHashMap<>();
    List<RowChart.Row> rows = new ArrayList<>();
    for (String row : results.rows()) {
      List<RunRecord> runs =
          results.tasks().stream().flatMap(task -> results.records(row, task).stream()).toList();
      List<Double> values =
          runs.stream()
              .filter(run -> run.outcome() == Outcome.COMPLETED)
              .map(run -> cost.apply(run.cost()))
              .filter(Objects::nonNull)
              .map(Number::doubleValue)
              .toList();
      if (values.isEmpty()) {
        rows.add(new RowChart.Row(row, List.of(), List.of(), why(runs), ""));
        continue;
      }
      Spent one = new Spent(values);
      spent.put(row, one);
      RowChart.Dot dot =
          new RowChart.Dot(one.mean() / unit, one.min() / unit, one.max() / unit, styles.of(row));
      rows.add(new RowChart.Row(row, List.of(dot), List.of(), "", threeDigits(one.mean() / unit)));
    }
    if (spent.isEmpty()) {
      return Optional.empty();
    }
    double most = spent.values().stream().mapToDouble(Spent::max).max().orElseThrow() / unit;
    double max = most > 0 ? PlainChart.ceilTo(most, Scale.step(most / 5)) : 1;
    String name = FigureText.fileName(results, "cost", kind);
    return Optional.of(
        new Figure(
            name,
            Character.toUpperCase(what.charAt(0))
                + what.substring(1)
                + " of a run: mean over the completed runs of all tasks and seeds; the bar runs from"
                + " the least to the most.",
            new RowChart(what, 0, max, rows, List.of()).chart(),
            data(name, what, kind.equals("memory") ? "bytes" : "s", spent)));
  }

  private static String threeDigits(double value) {
    return new BigDecimal(value).round(new MathContext(3, RoundingMode.HALF_EVEN)).toPlainString();
  }

  private static String why(List<RunRecord> runs) {
    if (runs.isEmpty()) {
      return State.NOT_RUN.text();
    }
    List<RunRecord> completed =
        runs.stream().filter(run -> run.outcome() == Outcome.COMPLETED).toList();
    if (!completed.isEmpty()) {
      return completed.stream()
              .allMatch(run -> Objects.equals(run.cost().trainableParameters(), 0L))
          ? "trains nothing"
          : "not measured";
    }
    return State.of(runs.stream().map(RunRecord::outcome).toList()).text();
  }

  private static TextTable data(String name, String what, String unit, Map<String, Spent> spent) {
    List<List<String>> rows = new ArrayList<>();
    spent.forEach(
        (row, one) ->
            rows.add(
                List.of(
                    row,
                    unit,
                    Double.toString(one.mean()),
                    Double.toString(one.min()),
                    Double.toString(one.max()),
                    Integer.toString(one.values().size()))));
    return new TextTable(name, what, List.of("method", "unit", "mean", "min", "max", "runs"), rows);
  }
}
