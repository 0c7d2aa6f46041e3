package org.sdptbench.reports.chart;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.stats.Estimate;
import org.sdptbench.reports.stats.Interval;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.State;

/**
 * A value with its 95 % interval.
 *
 * @param value the value
 * @param interval its interval; absent with a single seed
 */
record Measured(double value, @Nullable Interval interval) {

  /** Header of {@link #fields}. */
  static final List<String> HEADER =
      List.of("state", "value", "ci95_low", "ci95_high", "seeds", "seeds_planned");

  /** The value of a cell that has one. */
  static Measured of(Cell cell) {
    return new Measured(Objects.requireNonNull(cell.value()), cell.interval());
  }

  static Measured of(Estimate estimate) {
    return new Measured(estimate.mean(), estimate.interval());
  }

  double low() {
    return interval == null ? value : interval.low();
  }

  double high() {
    return interval == null ? value : interval.high();
  }

  /** The same in a unit so many times smaller, e.g. points in place of fractions. */
  Measured times(double factor) {
    return new Measured(
        factor * value, interval == null ? null : new Interval(factor * low(), factor * high()));
  }

  /** The value with the ends of its interval, for a reader who points at it. */
  String words() {
    return interval == null
        ? Scale.format(value)
        : "%s (%s to %s)".formatted(Scale.format(value), Scale.format(low()), Scale.format(high()));
  }

  /** What a chart's data say of a cell: unrounded, in the stored unit. */
  static List<String> fields(Cell cell) {
    Interval interval = cell.interval();
    return List.of(
        cell.state() == State.NOT_PLANNED
            ? "not planned"
            : cell.state() == State.VALUE ? "value" : cell.state().text(),
        cell.value() == null ? "" : Double.toString(cell.value()),
        interval == null ? "" : Double.toString(interval.low()),
        interval == null ? "" : Double.toString(interval.high()),
        Integer.toString(cell.n()),
        Integer.toString(cell.planned()));
  }
}
