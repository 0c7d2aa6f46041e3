package org.sdptbench.reports.table;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.sdptbench.reports.table.Cell.Rank;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.Table.Contest;

/** What stands under a table: its units, how its intervals were made, and what its marks mean. */
public final class TableNotes {

  private TableNotes() {}

  /** The sentences under a table. */
  public static List<String> of(Table table) {
    List<Cell> measured = measured(table);
    List<String> notes = new ArrayList<>();
    if (measured.isEmpty()) {
      boolean undefined = ownCells(table).anyMatch(cell -> cell.state() == State.UNDEFINED);
      notes.add(
          undefined
              ? "No value is defined: there is no ground truth for the metric in some task, or it was"
                  + " not measured."
              : "No run has completed.");
    } else {
      notes.add(units(table));
      notes.add(intervals(measured));
      if (measured.stream().anyMatch(cell -> cell.rank() != Rank.NONE)) {
        notes.add(
            "Bold: best of the %s; underlined: second best; differences were not tested here."
                .formatted(
                    table.contest() == Contest.COLUMN
                        ? "column"
                        : "methods in a row of the same heading"));
      }
      if (measured.stream().anyMatch(Cell::partial)) {
        notes.add(
            CellText.PARTIAL
                + " fewer seeds than planned: the others failed, diverged or have not run.");
      }
    }
    if (table.rows().stream().anyMatch(Table.Row::published)) {
      notes.add(
          "Published values are not ours and take no part in the marks; their sources stand in"
              + " published.csv.");
    }
    notes.addAll(table.remarks());
    return List.copyOf(notes);
  }

  private static List<Cell> measured(Table table) {
    return ownCells(table).filter(cell -> cell.state() == State.VALUE).toList();
  }

  private static Stream<Cell> ownCells(Table table) {
    return table.rows().stream()
        .filter(row -> !row.published())
        .flatMap(
            row ->
                IntStream.range(0, table.columns().size())
                    .filter(c -> table.columns().get(c).ranked())
                    .mapToObj(c -> row.cells().get(c)));
  }

  private static String units(Table table) {
    Set<Quantity> quantities = EnumSet.noneOf(Quantity.class);
    table.columns().stream()
        .filter(Column::ranked)
        .forEach(column -> quantities.add(column.quantity()));
    boolean metrics = quantities.remove(Quantity.METRIC);
    return metrics
        ? "Metrics in points (100 × fraction), higher is better%s."
            .formatted(quantities.isEmpty() ? "" : "; of costs lower is better")
        : "Lower is better.";
  }

  private static String intervals(List<Cell> measured) {
    List<Integer> seeds = measured.stream().map(Cell::n).distinct().sorted().toList();
    return seeds.equals(List.of(1))
        ? "One seed each, so there are no intervals."
        : "Means over %s seeds, ± half a 95 %% Student-t interval of the mean%s."
            .formatted(
                seeds.stream().map(n -> Integer.toString(n)).collect(Collectors.joining(" or ")),
                seeds.contains(1) ? "; a single seed has none" : "");
  }
}
