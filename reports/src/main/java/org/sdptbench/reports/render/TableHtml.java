package org.sdptbench.reports.render;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sdptbench.reports.stats.Interval;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.Column;
import org.sdptbench.reports.table.Quantity;
import org.sdptbench.reports.table.Quantity.Direction;
import org.sdptbench.reports.table.Table;
import org.sdptbench.reports.table.TextTable;
import org.w3c.dom.Element;

/** Tables as elements. */
final class TableHtml {

  /** From so many columns on, headings are turned and intervals stand below their values. */
  private static final int DENSE = 9;

  /** Of a turned heading; wide letters included. */
  private static final double MILLIMETRES_PER_LETTER = 1.35;

  private final Xhtml html;

  TableHtml(Xhtml html) {
    this.html = html;
  }

  void add(Element parent, String number, Table table) {
    Element caption = html.add(parent, "p", "caption");
    html.text(html.add(caption, "b"), number + ". ");
    html.text(caption, table.title() + ".");
    boolean dense = table.columns().size() >= DENSE;
    Element element = html.add(parent, "table", dense ? "data dense" : "data");
    head(html.add(element, "thead"), table.columns(), dense);
    Element body = html.add(element, "tbody");
    for (Table.Row row : table.rows()) {
      Element tr = html.add(body, "tr");
      html.text(html.add(tr, "td", "label"), row.label());
      for (int c = 0; c < table.columns().size(); c++) {
        cell(tr, row.cells().get(c), table.columns().get(c).quantity());
      }
    }
    html.text(html.add(parent, "p", "note"), note(table));
  }

  void add(Element parent, TextTable table, List<Integer> widths) {
    Element element = html.add(parent, "table", "words");
    for (int width : widths) {
      html.add(element, "col").setAttribute("style", "width: " + width + "%");
    }
    html.row(html.add(element, "thead"), "th", table.header());
    Element body = html.add(element, "tbody");
    table.rows().forEach(row -> html.row(body, "td", row));
  }

  private void head(Element head, List<Column> columns, boolean dense) {
    Element groups = html.add(head, "tr");
    Element labels = html.add(head, "tr");
    int longest = columns.stream().mapToInt(column -> column.label().length()).max().orElse(0);
    int height = Math.min(40, 5 + (int) Math.ceil(MILLIMETRES_PER_LETTER * longest));
    html.add(groups, "th", "label");
    html.text(html.add(labels, "th", "label"), "method");
    for (int c = 0; c < columns.size(); ) {
      String group = columns.get(c).group();
      int end = c;
      while (end < columns.size() && columns.get(end).group().equals(group)) {
        label(labels, columns.get(end), dense, height);
        end++;
      }
      Element th = html.add(groups, "th", group.isEmpty() ? "group" : "group ruled");
      th.setAttribute("colspan", Integer.toString(end - c));
      html.text(th, group);
      c = end;
    }
  }

  private void label(Element row, Column column, boolean dense, int height) {
    Element th = html.add(row, "th", dense ? "turned" : "plain");
    if (dense) {
      th.setAttribute("style", "height: " + height + "mm");
    }
    Element target = dense ? html.add(th, "div") : th;
    html.text(target, column.label());
    if (column.ranked() && !dense) {
      html.text(
          html.add(target, "span", "arrow"),
          column.quantity().direction() == Direction.HIGHER ? " ↑" : " ↓");
    }
  }

  private void cell(Element row, Cell cell, Quantity quantity) {
    Element td = html.add(row, "td", "value " + cell.rank().name().toLowerCase(Locale.ROOT));
    Double value = cell.value();
    if (value == null) {
      String state = cell.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
      html.text(html.add(td, "span", "state " + state), cell.state().text());
      return;
    }
    html.text(html.add(td, "span", "number"), quantity.format(value) + (cell.partial() ? "†" : ""));
    Interval interval = cell.interval();
    if (interval != null) {
      html.text(html.add(td, "span", "ci"), " ±" + quantity.format(interval.halfWidth()));
    }
  }

  private static String note(Table table) {
    List<Cell> measured =
        table.rows().stream()
            .flatMap(
                row ->
                    Stream.iterate(0, c -> c < table.columns().size(), c -> c + 1)
                        .filter(c -> table.columns().get(c).ranked())
                        .map(c -> row.cells().get(c)))
            .filter(cell -> cell.state() == State.VALUE)
            .toList();
    if (measured.isEmpty()) {
      return "No run has completed.";
    }
    List<Integer> seeds = measured.stream().map(Cell::n).distinct().sorted().toList();
    StringBuilder note =
        new StringBuilder("Metrics in points (100 × fraction), higher is better; ");
    if (seeds.equals(List.of(1))) {
      note.append("one seed each, so there are no intervals. ");
    } else {
      note.append(
          "means over %s seeds, ± half a 95 %% Student-t interval; a single seed has none. "
              .formatted(
                  seeds.stream()
                      .map(n -> Integer.toString(n))
                      .collect(Collectors.joining(" or "))));
    }
    note.append("Bold: best of the column; underlined: second best.");
    if (measured.stream().anyMatch(Cell::partial)) {
      note.append(" † fewer seeds than planned: the others failed, diverged or have not run.");
    }
    return note.toString();
  }
}
