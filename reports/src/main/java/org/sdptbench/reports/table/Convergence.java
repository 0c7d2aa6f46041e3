package org.sdptbench.reports.table;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.CurvePoint;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.Cell.State;

/**
 * How long training takes to a level of validation AP. The level of a task is {@link #SHARE} of the
 * highest validation AP that any completed run of the spec reached on it, so that tasks of
 * different difficulty can be averaged.
 */
final class Convergence {

  /**
   * Share of the highest validation AP that has to be reached: as much as most methods come to. Of
   * a share near 1 only the best method could say a time.
   */
  static final double SHARE = 0.5;

  private final SpecResults results;
  private final Map<Task, Double> levels = new HashMap<>();

  Convergence(SpecResults results) {
    this.results = results;
    results
        .records()
        .forEach(run -> best(run).ifPresent(ap -> levels.merge(run.task(), SHARE * ap, Math::max)));
  }

  /** Whether any completed run was validated while it trained. */
  boolean isMeasured() {
    return !levels.isEmpty();
  }

  /**
   * Mean seconds of training to the level. A row of which any run stayed below has no mean: that of
   * the others would flatter it.
   */
  Cell seconds(String row, List<Task> tasks) {
    Cell cell = results.over(row, tasks, this::seconds);
    boolean below =
        tasks.stream()
            .flatMap(task -> results.records(row, task).stream())
            .anyMatch(run -> best(run).isPresent() && reached(run).isEmpty());
    return below && (cell.state() == State.VALUE || cell.state() == State.UNDEFINED)
        ? Cell.without(State.NOT_REACHED, cell.planned(), cell.runs())
        : cell;
  }

  /** Seconds of training after which a run first had the level; null if never, or not measured. */
  private @Nullable Double seconds(RunRecord run) {
    Optional<CurvePoint> reached = reached(run);
    return reached.isPresent() ? reached.get().seconds() : null;
  }

  private Optional<CurvePoint> reached(RunRecord run) {
    double level = levels.getOrDefault(run.task(), Double.POSITIVE_INFINITY);
    return run.curve().stream()
        .filter(point -> point.validationAp() != null && point.validationAp() >= level)
        .findFirst();
  }

  /** The highest validation AP of a completed run. */
  private static Optional<Double> best(RunRecord run) {
    return run.outcome() == Outcome.COMPLETED
        ? run.curve().stream()
            .map(CurvePoint::validationAp)
            .filter(Objects::nonNull)
            .max(Comparator.naturalOrder())
        : Optional.empty();
  }
}
