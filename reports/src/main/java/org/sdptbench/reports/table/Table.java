package org.sdptbench.reports.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.sdptbench.reports.table.Cell.Rank;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.Quantity.Direction;

/**
 * A table of measured values.
 *
 * @param name file name without extension
 * @param title what it shows, in one sentence
 * @param columns its columns, without that of the row labels
 * @param rows its rows, each as wide as there are columns
 */
public record Table(String name, String title, List<Column> columns, List<Row> rows) {

  /**
   * A row.
   *
   * @param label what stands before it
   * @param cells one per column
   */
  public record Row(String label, List<Cell> cells) {
    /** Copies. */
    public Row {
      cells = List.copyOf(cells);
    }
  }

  /** Checks that every row has a cell per column, and copies. */
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    for (Row row : rows) {
      if (row.cells().size() != columns.size()) {
        throw new IllegalArgumentException(
            "table %s: row '%s' has %d cells for %d columns"
                .formatted(name, row.label(), row.cells().size(), columns.size()));
      }
    }
  }

  /**
   * Returns this table with the best and the second best value of every ranked column marked. Equal
   * values share a place; two shared bests leave no second. Values are compared unrounded.
   */
  public Table ranked() {
    List<List<Rank>> ranks = new ArrayList<>();
    for (int c = 0; c < columns.size(); c++) {
      ranks.add(ranks(c));
    }
    List<Row> marked = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      List<Cell> cells = new ArrayList<>();
      for (int c = 0; c < columns.size(); c++) {
        cells.add(rows.get(r).cells().get(c).ranked(ranks.get(c).get(r)));
      }
      marked.add(new Row(rows.get(r).label(), cells));
    }
    return new Table(name, title, columns, marked);
  }

  private List<Rank> ranks(int column) {
    Comparator<Double> better =
        columns.get(column).quantity().direction() == Direction.HIGHER
            ? Comparator.reverseOrder()
            : Comparator.naturalOrder();
    List<Double> ordered =
        rows.stream()
            .map(row -> row.cells().get(column))
            .filter(cell -> cell.state() == State.VALUE)
            .map(cell -> Objects.requireNonNull(cell.value()))
            .sorted(better)
            .toList();
    // With a single value there is nothing to be better than.
    boolean contest = columns.get(column).ranked() && ordered.size() > 1;
    return rows.stream()
        .map(row -> row.cells().get(column))
        .map(
            cell -> {
              if (!contest || cell.state() != State.VALUE) {
                return Rank.NONE;
              }
              Double value = Objects.requireNonNull(cell.value());
              return value.equals(ordered.get(0))
                  ? Rank.BEST
                  : value.equals(ordered.get(1)) ? Rank.SECOND : Rank.NONE;
            })
        .toList();
  }
}
