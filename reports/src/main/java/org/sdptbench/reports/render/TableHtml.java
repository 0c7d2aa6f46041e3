package org.sdptbench.reports.render;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
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

  private static final double PAGE_IN_MILLIMETRES = 170;

  /** Wider tables are set densely: the page less a column of labels. */
  private static final double WIDEST_IN_MILLIMETRES = 135;

  /** A table of few columns is stretched to this width, so that headings break less. */
  private static final double ROOMY_IN_MILLIMETRES = 125;

  private static final double MOST_STRETCH = 1.6;

  /** Mean widths of letters of cells, of intervals, and of what stands beside them. */
  private static final double LETTER = 1.65;

  private static final double SMALL_LETTER = 1.45;
  private static final double PADDING = 3.2;

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
    boolean dense = table.columns().size() >= DENSE || width(table) > WIDEST_IN_MILLIMETRES;
    for (List<Integer> block : table.blocks(WIDEST)) {
      block(parent, table, block, dense);
    }
    Element note = html.add(parent, "p", "note");
    TableNotes.of(table).forEach(sentence -> html.text(note, sentence + " "));
  }

  private void block(Element parent, Table table, List<Integer> block, boolean dense) {
    Element element = html.add(parent, "table", dense ? "data dense" : "data");
    head(html.add(element, "thead"), table, block, dense);
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

  private void head(Element head, Table table, List<Integer> block, boolean dense) {
    Element groups = html.add(head, "tr");
    Element labels = html.add(head, "tr");
    html.add(groups, "th", "label");
    Element stub = html.add(labels, "th", "label");
    html.text(stub, table.stub());
    int longest =
        block.stream().mapToInt(c -> table.columns().get(c).label().length()).max().orElse(0);
    int height = Math.min(40, 5 + (int) Math.ceil(MILLIMETRES_PER_LETTER * longest));
    double stretch = stretch(table);
    if (!dense) { // else the layout gives labels one word a line and the room to the numbers
      stub.setAttribute(
          "style",
          String.format(
              Locale.ROOT, "width: %.1fmm", PAGE_IN_MILLIMETRES - stretch * width(table)));
    }
    for (Table.Group group : table.groups(block)) {
      for (int c : group.columns()) {
        String size =
            dense
                ? "height: " + height + "mm"
                : String.format(Locale.ROOT, "width: %.1fmm", stretch * width(table, c));
        Element th = html.add(labels, "th", dense ? "turned" : "plain");
        th.setAttribute("style", size);
        label(th, table.columns().get(c), dense);
      }
      Element th = html.add(groups, "th", group.label().isEmpty() ? "group" : "group ruled");
      th.setAttribute("colspan", Integer.toString(group.columns().size()));
      html.text(th, group.label());
    }
  }

  /** What columns may be wider than they must, as far as the rows' labels have room too. */
  private static double stretch(Table table) {
    int longest = table.rows().stream().mapToInt(row -> row.label().length()).max().orElse(0);
    double labels = LETTER * longest + PADDING;
    double room = Math.min(ROOMY_IN_MILLIMETRES, PAGE_IN_MILLIMETRES - labels);
    return Math.max(1, Math.min(MOST_STRETCH, room / width(table)));
  }

  private static double width(Table table) {
    return IntStream.range(0, table.columns().size()).mapToDouble(c -> width(table, c)).sum();
  }

  /**
   * What a column needs so that neither a cell nor a word of its heading breaks, in millimetres.
   */
  private static double width(Table table, int column) {
    Column head = table.columns().get(column);
    double widest = 0;
    for (String word : head.label().split(" ", -1)) {
      widest = Math.max(widest, LETTER * (word.length() + 2));
    }
    for (Table.Row row : table.rows()) {
      CellText text = CellText.of(row.cells().get(column), head.quantity());
      widest =
          Math.max(
              widest, LETTER * text.value().length() + SMALL_LETTER * text.interval().length());
    }
    return widest + PADDING;
  }

  private void label(Element th, Column column, boolean dense) {
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
