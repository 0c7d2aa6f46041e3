package org.sdptbench.reports.table;

import java.util.Locale;
import org.sdptbench.reports.stats.Interval;

/**
 * What every format shows of a cell, before it is escaped.
 *
 * @param value the rounded value, with † if seeds are missing, or the word for its absence
 * @param interval ± and half the interval; empty without one
 */
public record CellText(String value, String interval) {

  /** Marks a value behind which there are fewer seeds than planned. */
  public static final String PARTIAL = "†";

  /** The text of a cell. */
  public static CellText of(Cell cell, Quantity quantity) {
    Double value = cell.value();
    if (value == null) {
      return new CellText(cell.state().text(), "");
    }
    Interval interval = cell.interval();
    return new CellText(
        quantity.format(value) + (cell.partial() ? PARTIAL : ""),
        interval == null ? "" : "±" + quantity.format(interval.halfWidth()));
  }

  /** The name of a state or place as one lower-case word for styles, e.g. {@code not-run}. */
  public static String style(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
