package org.sdptbench.reports.render;

import java.util.List;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.CellText;
import org.sdptbench.reports.table.Column;
import org.sdptbench.reports.table.Quantity;
import org.sdptbench.reports.table.Quantity.Direction;
import org.sdptbench.reports.table.Table;
import org.sdptbench.reports.table.TableNotes;
import org.sdptbench.reports.table.TextTable;
import org.w3c.dom.Element;

/** Tables as elements. */
final class TableHtml {

  /** From so many columns on, headings are turned and intervals stand below their values. */
  private static final int DENSE = 9;

  /** A space at which no line ends. */
  private static final String NO_BREAK = "\u00a0";

  /** So many dense columns fit the width of the page. */
  private static final int WIDEST = 15;

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
    for (List<Integer> block : table.blocks(WIDEST)) {
      block(parent, table, block, dense);
    }
    Element note = html.add(parent, "p", "note");
    TableNotes.of(table).forEach(sentence -> html.text(note, sentence + " "));
  }

  private void block(Element parent, Table table, List<Integer> block, boolean dense) {
    Element element = html.add(parent, "table", dense ? "data dense" : "data");
    head(
        html.add(element, "thead"),
        table.stub(),
        block.stream().map(table.columns()::get).toList(),
        dense);
    Element body = html.add(element, "tbody");
    boolean published = false;
    for (Table.Row row : table.rows()) {
      Element tr =
          row.published() && !published ? html.add(body, "tr", "ruled") : html.add(body, "tr");
      published = row.published();
      html.text(html.add(tr, "td", "label"), row.label());
      for (int c : block) {
        cell(tr, row.cells().get(c), table.columns().get(c).quantity());
      }
    }
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

  private void head(Element head, String stub, List<Column> columns, boolean dense) {
    Element groups = html.add(head, "tr");
    Element labels = html.add(head, "tr");
    int longest = columns.stream().mapToInt(column -> column.label().length()).max().orElse(0);
    int height = Math.min(40, 5 + (int) Math.ceil(MILLIMETRES_PER_LETTER * longest));
    html.add(groups, "th", "label");
    html.text(html.add(labels, "th", "label"), stub);
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
          column.quantity().direction() == Direction.HIGHER ? NO_BREAK + "↑" : NO_BREAK + "↓");
    }
  }

  private void cell(Element row, Cell cell, Quantity quantity) {
    Element td = html.add(row, "td", "value " + CellText.style(cell.rank()));
    CellText text = CellText.of(cell, quantity);
    if (cell.value() == null) {
      html.text(html.add(td, "span", "state " + CellText.style(cell.state())), text.value());
      return;
    }
    html.text(html.add(td, "span", "number"), text.value());
    if (!text.interval().isEmpty()) {
      html.text(html.add(td, "span", "ci"), NO_BREAK + text.interval());
    }
  }
}
