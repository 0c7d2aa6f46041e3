package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sdptbench.reports.record.ChartKind;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.SpecResults.Suite;

/**
 * The charts of a spec: those it asks for, in its order, or those that fit what it varies.
 *
 * @param figures the charts of its section
 * @param curves its training curves, by step and by time for each task in turn
 */
public record Charts(List<Figure> figures, List<Figure> curves) {

  /** A mean over fewer tasks needs no picture of the single ones. */
  private static final int FEWEST_TASKS = 3;

  /** Copies. */
  public Charts {
    figures = List.copyOf(figures);
    curves = List.copyOf(curves);
  }

  /** Returns the charts of a spec. A kind for which its results hold nothing gives no chart. */
  public static Charts of(SpecResults results, MethodStyles styles) {
    List<ChartKind> asked = results.spec().layout().charts();
    Set<ChartKind> kinds = new LinkedHashSet<>(asked.isEmpty() ? fitting(results) : asked);
    List<Figure> figures = new ArrayList<>();
    List<Figure> curves = new ArrayList<>();
    for (ChartKind kind : kinds) {
      (kind == ChartKind.CURVES ? curves : figures).addAll(figures(kind, results, styles));
    }
    return new Charts(figures, curves);
  }

  private static List<Figure> figures(ChartKind kind, SpecResults results, MethodStyles styles) {
    return switch (kind) {
      case PARETO -> perSuite(results, (s, m) -> ParetoFigure.of(results, s, m, styles));
      case BAR -> perSuite(results, (s, m) -> BarFigure.of(results, s, m, styles));
      case DOTS -> perSuite(results, (s, m) -> DotsFigure.of(results, s, m, styles));
      case RANK -> perSuite(results, (s, m) -> RankFigure.of(results, s, m, styles));
      case LINE ->
          NumericSetting.of(results)
              .map(
                  setting ->
                      perSuite(results, (s, m) -> LineFigure.of(results, setting, s, m, styles)))
              .orElse(List.of());
      case FEW_SHOT ->
          results.suites().stream()
              .map(Suite::key)
              .distinct()
              .flatMap(key -> FewShotFigure.of(results, key, styles).stream())
              .toList();
      case COST -> CostFigure.of(results, styles);
      case TESTS -> perTask(results, (s, t) -> TestsFigure.of(results, s, t, styles).stream());
      case CURVES -> perTask(results, (s, t) -> CurveFigure.of(results, t, styles).stream());
    };
  }

  private interface OfSuite {
    Optional<Figure> of(Suite suite, String metric);
  }

  private interface OfTask {
    Stream<Figure> of(Suite suite, Task task);
  }

  private static List<Figure> perSuite(SpecResults results, OfSuite figure) {
    return results.suites().stream()
        .flatMap(suite -> figure.of(suite, results.metrics(suite).get(0)).stream())
        .toList();
  }

  private static List<Figure> perTask(SpecResults results, OfTask figure) {
    return results.suites().stream()
        .flatMap(suite -> suite.tasks().stream().flatMap(task -> figure.of(suite, task)))
        .toList();
  }

  /**
   * The kinds that fit what a spec varies: a number of shots, a setting with a number, tests on
   * other tasks; else the number of parameters where methods differ in it, else a mark per row.
   * Single tasks and ranks where there are several; curves but for few shots.
   */
  private static List<ChartKind> fitting(SpecResults results) {
    List<ChartKind> kinds = new ArrayList<>();
    if (results.records().anyMatch(run -> !run.results().tests().isEmpty())) {
      kinds.add(ChartKind.TESTS);
    }
    boolean shots =
        results.suites().stream().map(Suite::key).distinct().count() < results.suites().size()
            && results.suites().stream().map(Suite::shots).filter(s -> s > 0).distinct().count()
                > 1;
    if (shots) {
      kinds.add(ChartKind.FEW_SHOT);
    }
    if (NumericSetting.of(results).isPresent()) {
      kinds.add(ChartKind.LINE);
    }
    if (kinds.isEmpty()) {
      kinds.add(methods(results) > 2 ? ChartKind.PARETO : ChartKind.BAR);
    }
    boolean several =
        results.suites().stream().anyMatch(suite -> suite.tasks().size() >= FEWEST_TASKS);
    if (several && !shots && methods(results) > 2) {
      kinds.add(ChartKind.DOTS);
      kinds.add(ChartKind.RANK);
    }
    if (!shots) { // a panel for each task and number of shots is more than anyone looks at
      kinds.add(ChartKind.CURVES);
    }
    return kinds;
  }

  /** Number of different methods that train something. */
  private static long methods(SpecResults results) {
    return results
        .records()
        .filter(run -> !Objects.equals(run.cost().trainableParameters(), 0L))
        .map(RunRecord::method)
        .map(RunRecord.Method::name)
        .distinct()
        .count();
  }
}
