package org.sdptbench.reports.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.chart.Figure;
import org.sdptbench.reports.content.HowToRead;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.picture.PictureSheet;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.table.Table;
import org.sdptbench.reports.table.TextTable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * The pages of the PDF as a document tree: numbers sections, tables and figures, and keeps contents
 * and bookmarks. What stands on the pages is up to {@link #PARTS}.
 */
final class PdfPages {

  /** Element that a figure is drawn into; its {@code data} attribute is the figure's name. */
  static final String FIGURE_TYPE = "application/x-figure";

  /** Where the address of an image begins: it holds the image itself. */
  static final String JPEG = "data:image/jpeg;base64,";

  /** The parts in the order of the pages; all before {@link GlancePart} is on the first page. */
  private static final List<PdfPart> PARTS =
      List.of(
          new TitlePart(),
          new ClaimsPart(),
          new GlancePart(),
          new SpecPart(),
          new ClaimEvidencePart(),
          new CurvesPart(),
          new GapsPart(),
          new SourcesPart());

  /** Rows of a table of words; nobody reads more on paper. */
  private static final int MOST_ROWS = 200;

  /** Of an image, so that it and its caption stand on one page. */
  private static final double TALLEST_IN_MILLIMETRES = 230;

  private final Xhtml html = new Xhtml("en");
  private final TableHtml tables = new TableHtml(html);
  private final Element bookmarks;
  private final SortedMap<String, List<PictureSheet>> pictures;
  private @Nullable Element contents;
  private int sectionNumber;
  private int tableNumber;
  private int figureNumber;

  private PdfPages(ReportContent content, SortedMap<String, List<PictureSheet>> pictures) {
    this.pictures = pictures;
    html.text(html.add(html.head(), "title"), content.plan().title());
    Element description = html.add(html.head(), "meta");
    description.setAttribute("name", "subject");
    description.setAttribute("content", Xhtml.clean(content.plan().scaleInWords()));
    html.raw(html.add(html.head(), "style"), css());
    bookmarks = html.add(html.head(), "bookmarks");
  }

  /**
   * The pages.
   *
   * @param pictures sheets of pictures, by the name of their spec
   */
  static Document of(ReportContent content, SortedMap<String, List<PictureSheet>> pictures) {
    PdfPages pages = new PdfPages(content, pictures);
    PARTS.forEach(part -> part.write(content, pages));
    return pages.html.document();
  }

  /** The tree, for what the methods here do not offer. */
  Xhtml html() {
    return html;
  }

  /** Appends the table of contents, which the sections after it fill. */
  void contents(Element parent) {
    contents = html.add(parent, "table", "contents");
  }

  /** Appends a numbered section with an entry in the contents and a bookmark. */
  Element section(String title, boolean newPage) {
    sectionNumber++;
    String id = "section-" + sectionNumber;
    String numbered = "%s  %s".formatted(sectionNumber, title);
    Element bookmark = html.add(bookmarks, "bookmark");
    bookmark.setAttribute("name", Xhtml.clean(numbered));
    bookmark.setAttribute("href", "#" + id);
    if (contents != null) {
      Element row = html.add(contents, "tr");
      link(html.add(row, "td"), id, numbered);
      link(html.add(row, "td", "page"), id, "");
    }
    Element section = html.add(html.body(), "section", newPage ? "new" : "flow");
    Element heading = html.add(section, "h2");
    heading.setAttribute("id", id);
    html.text(heading, numbered);
    return section;
  }

  private void link(Element parent, String id, String text) {
    Element link = html.add(parent, "a");
    link.setAttribute("href", "#" + id);
    html.text(link, text);
  }

  /** Appends a heading within a section. */
  void subtitle(Element parent, String text) {
    html.text(html.add(parent, "h3"), text);
  }

  /** Appends a paragraph. */
  void paragraph(Element parent, String text) {
    html.text(html.add(parent, "p"), text);
  }

  /** Appends a list. */
  void list(Element parent, List<String> items) {
    Element list = html.add(parent, "ul");
    items.forEach(item -> html.text(html.add(list, "li"), item));
  }

  /** Appends a numbered table. */
  void table(Element parent, Table table) {
    tableNumber++;
    tables.add(parent, "Table " + tableNumber, table);
  }

  /**
   * Appends a table of words, or a word on its being empty.
   *
   * @param widths widths of its columns in percent
   * @param file name of the CSV file that holds the rows which are too many here
   */
  void words(Element parent, TextTable table, List<Integer> widths, String file) {
    if (table.rows().isEmpty()) {
      paragraph(parent, HowToRead.NO_ROWS);
      return;
    }
    int more = table.rows().size() - MOST_ROWS;
    List<List<String>> rows = more > 0 ? table.rows().subList(0, MOST_ROWS) : table.rows();
    tables.add(parent, new TextTable(table.name(), table.title(), table.header(), rows), widths);
    if (more > 0) {
      html.text(html.add(parent, "p", "note"), "And %s more: see %s.csv.".formatted(more, file));
    }
  }

  /** Appends a numbered figure. */
  void figure(Element parent, Figure figure) {
    Element box = html.add(parent, "div", "figure");
    drawing(box, figure);
    caption(box, figure.caption());
  }

  /** The sheets of pictures of a spec. */
  List<PictureSheet> pictures(ReportPlan.Spec spec) {
    return pictures.getOrDefault(spec.name(), List.of());
  }

  /**
   * Appends a sheet of pictures as a numbered figure.
   *
   * @param addition ends its caption
   */
  void sheet(Element parent, PictureSheet sheet, String addition) {
    Element box = html.add(parent, "div", "figure");
    Element image = html.add(box, "img");
    image.setAttribute("src", JPEG + Base64.getEncoder().encodeToString(sheet.jpeg()));
    image.setAttribute("alt", Xhtml.clean(sheet.title()));
    double shrunk = Math.min(1, TALLEST_IN_MILLIMETRES / sheet.heightInMillimetres());
    setSize(image, shrunk * sheet.widthInMillimetres(), shrunk * sheet.heightInMillimetres());
    caption(box, "%s. %s%s".formatted(sheet.title(), sheet.caption(), addition));
  }

  private void caption(Element box, String text) {
    figureNumber++;
    Element caption = html.add(box, "p", "caption");
    html.text(html.add(caption, "b"), "Figure %s. ".formatted(figureNumber));
    html.text(caption, text);
  }

  /** Appends a figure without number or caption. */
  void drawing(Element parent, Figure figure) {
    Element object = html.add(parent, "object");
    object.setAttribute("type", FIGURE_TYPE);
    object.setAttribute("data", figure.name());
    object.setAttribute("alt", Xhtml.clean(figure.caption()));
    setSize(object, figure.widthInMillimetres(), figure.heightInMillimetres());
  }

  private static void setSize(Element element, double width, double height) {
    element.setAttribute(
        "style", String.format(Locale.ROOT, "width: %.2fmm; height: %.2fmm", width, height));
  }

  private static String css() {
    try (InputStream in =
        Objects.requireNonNull(PdfPages.class.getResourceAsStream("report.css"), "report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
