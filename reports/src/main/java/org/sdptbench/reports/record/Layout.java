package org.sdptbench.reports.record;

import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * How the tables of a spec are arranged.
 *
 * @param rows what each row is
 * @param columns what each column is; where the rows are not methods, each of the columns is split
 *     by method
 * @param charts the charts to show, in order; if empty, those that fit what the spec varies
 */
public record Layout(Rows rows, Columns columns, List<ChartKind> charts) {

  /** Methods by tasks, and the charts that fit. */
  public static final Layout DEFAULT = new Layout(Rows.METHOD, Columns.TASK, List.of());

  /**
   * Checks that rows and columns go together, and copies.
   *
   * @throws IllegalArgumentException if they do not
   */
  public Layout {
    Objects.requireNonNull(rows, "layout.rows");
    Objects.requireNonNull(columns, "layout.columns");
    charts = List.copyOf(Objects.requireNonNull(charts, "layout.charts"));
    if (!rows.columns().contains(columns)) {
      throw new IllegalArgumentException(
          "a table of rows '%s' with columns '%s'; allowed with these rows: %s"
              .formatted(
                  rows.word(),
                  columns.word(),
                  String.join(", ", rows.columns().stream().map(Columns::word).toList())));
    }
  }

  /** What each row is. */
  public enum Rows {
    /** A method. */
    METHOD(List.of(Columns.values())),
    /** A data set. */
    TASK(List.of(Columns.METRIC, Columns.SHOTS, Columns.COST)),
    /** A number of images per class. */
    SHOTS(List.of(Columns.METRIC, Columns.TASK, Columns.COST));

    private final List<Columns> columns;

    Rows(List<Columns> columns) {
      this.columns = columns;
    }

    /** The columns that go with them. */
    public List<Columns> columns() {
      return columns;
    }

    /** As specs write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What each column is. */
  public enum Columns {
    /** A task: means over suites first, then a table of the data sets of each suite. */
    TASK,
    /** A metric: means over suites only. */
    METRIC,
    /** A number of images per class. */
    SHOTS,
    /** A task and the moment of its test: before training, after it, with the training undone. */
    TEST,
    /** A metric or a cost: parameters, adapter, time, memory. */
    COST;

    /** As specs write it. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
