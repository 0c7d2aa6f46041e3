package org.sdptbench.reports.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sdptbench.reports.ReportContent;
import org.sdptbench.reports.ReportContent.Section;
import org.sdptbench.reports.chart.Figure;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.table.Table;
import org.sdptbench.reports.table.TextTable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** The pages of the PDF as a document tree. */
final class PdfPages {

  /** Element that a figure is drawn into; its {@code data} attribute is the figure's name. */
  static final String FIGURE_TYPE = "application/x-figure";

  private final ReportContent content;
  private final Xhtml html = new Xhtml("en");
  private final TableHtml tables = new TableHtml(html);
  private final Element contents;
  private final Element bookmarks;
  private int sectionNumber;
  private int tableNumber;
  private int figureNumber;

  private PdfPages(ReportContent content) {
    this.content = content;
    html.text(html.add(html.head(), "title"), content.plan().title());
    Element description = html.add(html.head(), "meta");
    description.setAttribute("name", "subject");
    description.setAttribute("content", Xhtml.clean(content.plan().scaleInWords()));
    html.raw(html.add(html.head(), "style"), css());
    bookmarks = html.add(html.head(), "bookmarks");
    contents = titlePage();
  }

  static Document of(ReportContent content) {
    PdfPages pages = new PdfPages(content);
    content.sections().forEach(pages::spec);
    if (content.sections().stream().anyMatch(section -> !section.curves().isEmpty())) {
      pages.curves();
    }
    pages.gaps();
    pages.methods();
    pages.provenance();
    return pages.html.document();
  }

  private Element titlePage() {
    ReportPlan plan = content.plan();
    html.text(html.add(html.body(), "div", "footer"), plan.title());
    html.text(html.add(html.body(), "h1"), plan.title());
    html.text(
        html.add(html.body(), "p", "scale"),
        "Scale “%s”: %s".formatted(plan.scale(), plan.scaleInWords()));
    paragraph(html.body(), content.tally().sentence());
    List<String> essentials = List.of("model", "commit", "machine", "seeds", "time spent");
    Element glance = html.add(html.body(), "table", "glance");
    content.provenance().rows().stream()
        .filter(row -> essentials.contains(row.get(0)))
        .forEach(row -> html.row(glance, "td", row.subList(0, 2)));
    Element table = html.add(html.body(), "table", "contents");
    html.text(html.add(html.body(), "h3"), "How to read the tables");
    Element list = html.add(html.body(), "ul");
    for (String text :
        List.of(
            "Every number comes from run records; the CSV files beside this report hold the same"
                + " values unrounded, with the runs behind each.",
            "± is half a two-sided 95 % Student-t interval of the mean over seeds. With one seed"
                + " there is no interval. Intervals are per cell and not corrected for the number"
                + " of comparisons; no significance test was made. ±0.0 means that all seeds gave the"
                + " same value, as they must where nothing is trained.",
            "A mean over several tasks counts a seed only if every task has a result for it.",
            "Not run, failed, diverged and undefined (no ground truth for the metric) are shown as"
                + " such, never as zero. An empty cell was not planned.")) {
      html.text(html.add(list, "li"), text);
    }
    return table;
  }

  private Element section(String title, boolean newPage) {
    sectionNumber++;
    String id = "section-" + sectionNumber;
    String numbered = "%d  %s".formatted(sectionNumber, title);
    Element bookmark = html.add(bookmarks, "bookmark");
    bookmark.setAttribute("name", Xhtml.clean(numbered));
    bookmark.setAttribute("href", "#" + id);
    Element row = html.add(contents, "tr");
    link(html.add(row, "td"), id, numbered);
    link(html.add(row, "td", "page"), id, "");
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

  private void spec(Section section) {
    Element element = section(section.spec().title(), true);
    Element question = html.add(element, "p", "question");
    html.text(question, section.spec().question());
    String reproduces = section.spec().reproduces();
    if (reproduces != null) {
      html.text(html.add(question, "span", "source"), "  (Reproduces: %s.)".formatted(reproduces));
    }
    Element list = html.add(element, "ul");
    section.facts().forEach(fact -> html.text(html.add(list, "li"), fact));
    List<Table> all = section.tables();
    if (!all.isEmpty()) {
      table(element, all.get(0));
    }
    section.charts().forEach(figure -> figure(element, figure));
    all.stream().skip(1).forEach(table -> table(element, table));
  }

  private void table(Element parent, Table table) {
    tableNumber++;
    tables.add(parent, "Table " + tableNumber, table);
  }

  private void figure(Element parent, Figure figure) {
    figureNumber++;
    Element box = html.add(parent, "div", "figure");
    object(box, figure);
    Element caption = html.add(box, "p", "caption");
    html.text(html.add(caption, "b"), "Figure %d. ".formatted(figureNumber));
    html.text(caption, figure.caption());
  }

  private void object(Element parent, Figure figure) {
    Element object = html.add(parent, "object");
    object.setAttribute("type", FIGURE_TYPE);
    object.setAttribute("data", figure.name());
    object.setAttribute("alt", Xhtml.clean(figure.caption()));
    object.setAttribute(
        "style",
        String.format(
            Locale.ROOT,
            "width: %.2fmm; height: %.2fmm",
            figure.widthInMillimetres(),
            figure.heightInMillimetres()));
  }

  private void curves() {
    Element element = section("Training curves", true);
    paragraph(
        element,
        "Means over the completed runs of a method, at the steps that all of them reached. Validation"
            + " AP in points, on the validation split; where no run was validated, the training"
            + " loss.");
    for (Section section : content.sections()) {
      if (!section.curves().isEmpty()) {
        html.text(html.add(element, "h3"), section.spec().title());
        panels(element, section.curves());
      }
    }
  }

  /** Two panels side by side, so that a page holds eight. */
  private void panels(Element parent, List<Figure> figures) {
    for (int i = 0; i < figures.size(); i += 2) {
      Element row = html.add(html.add(parent, "table", "panels"), "tr");
      for (int j = i; j < i + 2; j++) {
        Element cell = html.add(row, "td");
        if (j < figures.size()) {
          html.text(html.add(cell, "p", "caption"), figures.get(j).caption());
          object(cell, figures.get(j));
        }
      }
    }
  }

  private void gaps() {
    Element element = section("What failed and what was not run", true);
    html.text(html.add(element, "h3"), "Failed, stopped or diverged");
    if (content.problems().rows().isEmpty()) {
      paragraph(element, "None.");
    } else {
      tables.add(element, shortIds(content.problems()), List.of(17, 14, 14, 6, 6, 9, 24, 10));
    }
    html.text(html.add(element, "h3"), "Not run");
    if (content.notRun().rows().isEmpty()) {
      paragraph(element, "None.");
    } else {
      tables.add(element, notRunByTask(), List.of(30, 22, 22, 8, 18));
    }
    html.text(html.add(element, "h3"), "Files that were skipped");
    if (content.skipped().isEmpty()) {
      paragraph(element, "None.");
    } else {
      TextTable skipped =
          new TextTable(
              "skipped",
              "",
              List.of("path", "reason"),
              content.skipped().stream()
                  .map(file -> List.of(file.path().toString().replace('\\', '/'), file.reason()))
                  .toList());
      tables.add(element, skipped, List.of(40, 60));
    }
  }

  private static TextTable shortIds(TextTable table) {
    int last = table.header().size() - 1;
    return new TextTable(
        table.name(),
        table.title(),
        table.header(),
        table.rows().stream()
            .map(
                row -> {
                  List<String> copy = new ArrayList<>(row);
                  copy.set(last, row.get(last).substring(0, 8));
                  return copy;
                })
            .toList());
  }

  /** One line per method and task, with its seeds. */
  private TextTable notRunByTask() {
    Map<List<String>, SortedSet<Long>> seeds = new LinkedHashMap<>();
    for (List<String> row : content.notRun().rows()) {
      seeds
          .computeIfAbsent(row.subList(0, 4), k -> new TreeSet<>())
          .add(Long.parseLong(row.get(4)));
    }
    List<List<String>> rows = new ArrayList<>();
    seeds.forEach(
        (place, missing) -> {
          List<String> row = new ArrayList<>(place);
          row.add(String.join(", ", missing.stream().map(s -> Long.toString(s)).toList()));
          rows.add(row);
        });
    return new TextTable(
        "not-run", "", List.of("method", "suite", "data set", "shots", "seeds"), rows);
  }

  private void methods() {
    Element element = section("Methods and settings", true);
    paragraph(element, content.methods().title() + ".");
    tables.add(element, content.methods(), List.of(20, 13, 37, 30));
    html.text(html.add(element, "h3"), content.recipe().title());
    tables.add(element, content.recipe(), List.of(35, 65));
  }

  private void provenance() {
    Element element = section("Provenance", false);
    paragraph(element, content.provenance().title() + ", with the number of runs.");
    tables.add(element, content.provenance(), List.of(27, 65, 8));
  }

  private void paragraph(Element parent, String text) {
    html.text(html.add(parent, "p"), text);
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
