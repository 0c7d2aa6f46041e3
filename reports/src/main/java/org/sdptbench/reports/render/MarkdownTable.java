package org.sdptbench.reports.render;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.Rank;
import org.sdptbench.reports.table.CellText;
import org.sdptbench.reports.table.Column;
import org.sdptbench.reports.table.Quantity.Direction;
import org.sdptbench.reports.table.Table;
import org.sdptbench.reports.table.TableNotes;

/** A table to paste into an issue, best in bold, second underlined. */
final class MarkdownTable {

  private MarkdownTable() {}

  static String of(Table table) {
    StringBuilder out = new StringBuilder();
    out.append("**%s.**\n\n".formatted(MarkdownText.of(table.title())));
    List<String> heads = new ArrayList<>(List.of(MarkdownText.of(table.stub())));
    table.columns().forEach(column -> heads.add(head(column)));
    line(out, heads);
    out.append("|:---|").append("---:|".repeat(table.columns().size())).append('\n');
    for (Table.Row row : table.rows()) {
      List<String> cells = new ArrayList<>(List.of(MarkdownText.of(row.label())));
      for (int c = 0; c < table.columns().size(); c++) {
        cells.add(cell(row.cells().get(c), table.columns().get(c)));
      }
      line(out, cells);
    }
    return out.append('\n').append(notes(table)).append('\n').toString();
  }

  private static void line(StringBuilder out, List<String> cells) {
    out.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static String head(Column column) {
    String arrow = column.quantity().direction() == Direction.HIGHER ? " ↑" : " ↓";
    String label =
        column.group().isEmpty()
            ? column.label()
            : "%s: %s".formatted(column.group(), column.label());
    return MarkdownText.of(label) + (column.ranked() ? arrow : "");
  }

  private static String cell(Cell cell, Column column) {
    CellText text = CellText.of(cell, column.quantity());
    String value = MarkdownText.of(text.value());
    if (cell.value() == null) {
      return value.isEmpty() ? "" : "_%s_".formatted(value);
    }
    String marked =
        cell.rank() == Rank.BEST
            ? "**%s**".formatted(value)
            : cell.rank() == Rank.SECOND ? "<ins>%s</ins>".formatted(value) : value;
    return text.interval().isEmpty() ? marked : marked + " " + MarkdownText.of(text.interval());
  }

  private static String notes(Table table) {
    return TableNotes.of(table).stream().map(MarkdownText::of).collect(Collectors.joining(" "));
  }
}
