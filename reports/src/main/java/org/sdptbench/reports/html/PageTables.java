package org.sdptbench.reports.html;

import static org.sdptbench.reports.html.Elements.box;
import static org.sdptbench.reports.html.Elements.button;
import static org.sdptbench.reports.html.Elements.plain;

import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.sdptbench.reports.stats.Interval;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.CellText;
import org.sdptbench.reports.table.Column;
import org.sdptbench.reports.table.Quantity.Direction;
import org.sdptbench.reports.table.Table;
import org.sdptbench.reports.table.TableNotes;
import org.sdptbench.reports.table.TextTable;

/** Tables whose columns sort and whose cells open their runs. */
final class PageTables {

  /** A word so long that it may be broken anywhere, such as a digest. */
  private static final Pattern UNBREAKABLE = Pattern.compile("\\S{25}");

  private final RunIndex index;

  PageTables(RunIndex index) {
    this.index = index;
  }

  /** Appends a table of measured values with its caption and a note on how to read it. */
  void add(Element parent, String number, Table table) {
    Element figure = box(parent, "div", "table").attr("id", "table-" + plain(table.name()));
    Element element = table(figure, number, table.title());
    Element head = element.appendElement("thead");
    groups(head, table.groups());
    Element labels = head.appendElement("tr");
    heading(labels, table.stub(), "row-label", "ascending");
    for (Column column : table.columns()) {
      boolean higher = column.quantity().direction() == Direction.HIGHER;
      Element button =
          heading(labels, column.label(), "number", higher ? "descending" : "ascending");
      if (column.ranked()) {
        Elements.add(button, "span", "better", higher ? " ↑" : " ↓")
            .attr("aria-label", higher ? ", higher is better" : ", lower is better")
            .attr("role", "img");
      }
    }
    Element body = element.appendElement("tbody");
    for (Table.Row row : table.rows()) {
      Element tr = body.appendElement("tr");
      if (row.published()) {
        tr.addClass("published");
      }
      Elements.add(tr, "th", "row-label", row.label()).attr("scope", "row");
      for (int c = 0; c < table.columns().size(); c++) {
        cell(tr, row, row.cells().get(c), table.columns().get(c));
      }
    }
    Elements.add(figure, "p", "note", String.join(" ", TableNotes.of(table)));
  }

  /** Appends a table of words, whose title is the heading above it. */
  void add(Element parent, TextTable table) {
    Element element = table(box(parent, "div", "table"), "", table.title()).addClass("words");
    element.expectFirst("caption").addClass("unseen");
    Element labels = element.appendElement("thead").appendElement("tr");
    table.header().forEach(label -> heading(labels, label, "word", "ascending"));
    Element body = element.appendElement("tbody");
    for (List<String> row : table.rows()) {
      Element tr = body.appendElement("tr");
      for (String text : row) {
        Element td = Elements.add(tr, "td", text);
        if (UNBREAKABLE.matcher(text).find()) {
          td.addClass("long");
        }
      }
    }
  }

  /** A table in a box that scrolls sideways, by keyboard too. */
  private static Element table(Element parent, String number, String title) {
    Element scroll =
        box(parent, "div", "scroll")
            .attr("tabindex", "0")
            .attr("role", "region")
            .attr("aria-label", plain(number.isEmpty() ? title : number + ". " + title));
    Element table = scroll.appendElement("table");
    Element caption = table.appendElement("caption");
    if (!number.isEmpty()) {
      Elements.add(caption, "b", number + ". ");
    }
    caption.appendText(plain(title) + ".");
    return table;
  }

  private static void groups(Element head, List<Table.Group> groups) {
    Element row = head.appendElement("tr");
    row.appendElement("td");
    for (Table.Group group : groups) {
      String label = group.label();
      Element cell = label.isEmpty() ? row.appendElement("td") : row.appendElement("th");
      cell.attr("colspan", Integer.toString(group.columns().size()));
      if (!label.isEmpty()) {
        cell.addClass("group").attr("scope", "colgroup").text(plain(label));
      }
    }
  }

  /** A heading with a button that sorts; {@code first} is the order that the first press gives. */
  private static Element heading(Element row, String label, String kind, String first) {
    Element th = box(row, "th", kind).attr("scope", "col").attr("aria-sort", "none");
    Element button = button(th, "sort").attr("data-first", first);
    button.appendElement("span").text(plain(label));
    return button;
  }

  private void cell(Element row, Table.Row of, Cell cell, Column column) {
    Element td = box(row, "td", "number");
    td.addClass(CellText.style(cell.rank())).addClass(CellText.style(cell.state()));
    if (cell.state() == State.NOT_PLANNED) {
      Elements.add(td, "span", "unseen", "not planned");
      return;
    }
    Element inside = cell.runs().isEmpty() ? td : opener(td, of, cell, column);
    CellText text = CellText.of(cell, column.quantity());
    Double value = cell.value();
    if (value == null) {
      Elements.add(inside, "span", "state", text.value());
      return;
    }
    td.attr("data-value", value.toString());
    Elements.add(inside, "span", "value", text.value());
    boolean measured = column.ranked() || !text.interval().isEmpty();
    if (measured && cell.n() > 0) {
      String interval = text.interval().isEmpty() ? "" : text.interval() + " · ";
      inside.appendText(" ");
      Elements.add(inside, "span", "spread", interval + "n " + cell.n());
    }
  }

  /** The button that lists the runs of a cell. */
  private Element opener(Element td, Table.Row of, Cell cell, Column column) {
    Element button = button(td, "cell").attr("data-runs", index.ranges(cell.runs()));
    button.attr("data-place", plain(place(of, column)));
    button.attr("data-n", "%s of %s".formatted(cell.n(), cell.planned()));
    button.attr("aria-haspopup", "dialog");
    Interval interval = cell.interval();
    if (interval != null) {
      button.attr("data-low", Double.toString(interval.low()));
      button.attr("data-high", Double.toString(interval.high()));
    }
    return button;
  }

  private static String place(Table.Row row, Column column) {
    return column.group().isEmpty()
        ? "%s: %s".formatted(row.label(), column.label())
        : "%s: %s, %s".formatted(row.label(), column.group(), column.label());
  }
}
