package org.sdptbench.reports.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.sdptbench.reports.table.Cell.Rank;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.Quantity.Direction;

/**
 * A table of measured values.
 *
 * @param name file name without extension
 * @param title what it shows, in one sentence
 * @param stub what stands above the row labels, e.g. {@code method}
 * @param contest which cells compete for the best and the second best
 * @param columns its columns, without that of the row labels
 * @param rows its rows, each as wide as there are columns; those of published values last
 * @param remarks what a reader must know of this table besides {@link TableNotes}, in sentences
 */
public record Table(
    String name,
    String title,
    String stub,
    Contest contest,
    List<Column> columns,
    List<Row> rows,
    List<String> remarks) {

  /** Which cells compete. */
  public enum Contest {
    /** Those of a column. */
    COLUMN,
    /** Those of a row under the same group, where the columns are methods. */
    ROW
  }

  /**
   * A row.
   *
   * @param label what stands before it
   * @param cells one per column
   * @param published whether its values are not ours; such a row takes no part in the contest
   */
  public record Row(String label, List<Cell> cells, boolean published) {
    /** Copies. */
    public Row {
      cells = List.copyOf(cells);
    }

    /** A row of our own. */
    public Row(String label, List<Cell> cells) {
      this(label, cells, false);
    }
  }

  /** Checks that every row has a cell per column, and copies. */
  public Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    remarks = List.copyOf(remarks);
    for (Row row : rows) {
      if (row.cells().size() != columns.size()) {
        throw new IllegalArgumentException(
            "table %s: row '%s' has %s cells for %s columns"
                .formatted(name, row.label(), row.cells().size(), columns.size()));
      }
    }
  }

  /** A table with a row per method. */
  public Table(String name, String title, List<Column> columns, List<Row> rows) {
    this(name, title, "method", Contest.COLUMN, columns, rows, List.of());
  }

  /**
   * Returns this table with the best and the second best value of every contest marked. Equal
   * values share a place; two shared bests leave no second. Values are compared unrounded.
   */
  public Table ranked() {
    Map<Place, Rank> ranks = new HashMap<>();
    contests().values().forEach(places -> rank(places, ranks));
    List<Row> marked = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      List<Cell> cells = new ArrayList<>();
      for (int c = 0; c < columns.size(); c++) {
        cells.add(
            rows.get(r).cells().get(c).ranked(ranks.getOrDefault(new Place(r, c), Rank.NONE)));
      }
      marked.add(new Row(rows.get(r).label(), cells, rows.get(r).published()));
    }
    return new Table(name, title, stub, contest, columns, marked, remarks);
  }

  /**
   * Returns the columns in blocks of at most so many, to stand below one another where they are
   * wider than a page. A block ends where a group ends; a group that is too wide is cut evenly.
   */
  public List<List<Integer>> blocks(int widest) {
    List<List<Integer>> blocks = new ArrayList<>(List.of(new ArrayList<>()));
    for (Group group : groups()) {
      List<Integer> all = group.columns();
      int pieces = (all.size() + widest - 1) / widest;
      for (int p = 0; p < pieces; p++) {
        List<Integer> piece = all.subList(p * all.size() / pieces, (p + 1) * all.size() / pieces);
        if (blocks.get(blocks.size() - 1).size() + piece.size() > widest) {
          blocks.add(new ArrayList<>());
        }
        blocks.get(blocks.size() - 1).addAll(piece);
      }
    }
    return blocks;
  }

  /**
   * Columns side by side under one heading.
   *
   * @param label the heading; empty for none
   * @param columns their indexes
   */
  public record Group(String label, List<Integer> columns) {}

  /** Returns all columns in groups. */
  public List<Group> groups() {
    return groups(IntStream.range(0, columns.size()).boxed().toList());
  }

  /** Returns some columns in groups, such as those of a block. */
  public List<Group> groups(List<Integer> some) {
    List<Group> groups = new ArrayList<>();
    for (int from = 0, to = 0; from < some.size(); from = to) {
      String label = columns.get(some.get(from)).group();
      while (to < some.size() && columns.get(some.get(to)).group().equals(label)) {
        to++;
      }
      groups.add(new Group(label, some.subList(from, to)));
    }
    return groups;
  }

  private record Place(int row, int column) {}

  private Map<List<Object>, List<Place>> contests() {
    Map<List<Object>, List<Place>> contests = new LinkedHashMap<>();
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < columns.size(); c++) {
        Column column = columns.get(c);
        if (column.ranked()
            && !rows.get(r).published()
            && rows.get(r).cells().get(c).state() == State.VALUE) {
          List<Object> key = contest == Contest.COLUMN ? List.of(c) : List.of(r, column.group());
          contests.computeIfAbsent(key, k -> new ArrayList<>()).add(new Place(r, c));
        }
      }
    }
    return contests;
  }

  private void rank(List<Place> places, Map<Place, Rank> ranks) {
    // With a single value there is nothing to be better than.
    if (places.size() < 2) {
      return;
    }
    Direction direction = columns.get(places.get(0).column()).quantity().direction();
    List<Double> ordered =
        places.stream()
            .map(this::value)
            .sorted(
                direction == Direction.HIGHER
                    ? Comparator.reverseOrder()
                    : Comparator.naturalOrder())
            .toList();
    for (Place place : places) {
      Double value = value(place);
      if (value.equals(ordered.get(0))) {
        ranks.put(place, Rank.BEST);
      } else if (value.equals(ordered.get(1))) {
        ranks.put(place, Rank.SECOND);
      }
    }
  }

  private Double value(Place place) {
    return Objects.requireNonNull(rows.get(place.row()).cells().get(place.column()).value());
  }
}
