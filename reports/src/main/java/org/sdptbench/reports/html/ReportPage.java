package org.sdptbench.reports.html;

import static org.sdptbench.reports.html.Elements.add;
import static org.sdptbench.reports.html.Elements.box;
import static org.sdptbench.reports.html.Elements.button;
import static org.sdptbench.reports.html.Elements.plain;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jsoup.nodes.DataNode;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.DocumentType;
import org.jsoup.nodes.Element;
import org.sdptbench.reports.chart.Figure;
import org.sdptbench.reports.content.Chapter;
import org.sdptbench.reports.content.HowToRead;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.content.ReportContent.Section;
import org.sdptbench.reports.table.Table;
import org.sdptbench.reports.table.TextTable;

/** The sections of the page. */
final class ReportPage {

  private final ReportContent content;
  private final RunIndex index;
  private final PageTables tables;
  private final InlineChart charts = new InlineChart();
  private final SortedMap<String, InlineChart.Values> values = new TreeMap<>();
  private final Document page = Document.createShell("");
  private final Element contents;
  private final Element main;
  private int sectionNumber;
  private int tableNumber;
  private int figureNumber;

  private ReportPage(ReportContent content) {
    this.content = content;
    index = new RunIndex(content);
    tables = new PageTables(index);
    page.outputSettings().prettyPrint(false);
    page.prependChild(new DocumentType("html", "", ""));
    page.expectFirst("html").attr("lang", "en");
    Element body = page.body();
    add(body, "a", "skip", "Skip to the report").attr("href", "#report");
    bar(box(body, "header", "bar"));
    Element nav = body.appendElement("nav").attr("aria-label", "Contents");
    contents = nav.appendElement("ol");
    main = body.appendElement("main").attr("id", "report").attr("tabindex", "-1");
  }

  /**
   * Writes the page as HTML.
   *
   * @throws IOException if a picture cannot be read or the page not be written
   */
  static void write(ReportContent content, PictureFiles files, Appendable out) throws IOException {
    ReportPage page = new ReportPage(content);
    page.start();
    page.claims();
    for (Section section : content.sections()) {
      page.spec(section);
    }
    page.curves();
    page.runs();
    page.gaps();
    page.methods();
    page.provenance();
    page.embed(PageData.of(content, page.index, page.values, files));
    page.page.html(out).append("\n");
  }

  /** What the script needs comes last, what keeps the page off the network first. */
  private void embed(String data) {
    Element body = page.body();
    Element dialog =
        box(body, "dialog", "runs").attr("id", "runs-dialog").attr("aria-labelledby", "runs-title");
    Element top = box(dialog, "div", "dialog-top");
    add(top, "h2", "").attr("id", "runs-title");
    button(top, "close").text("Close");
    box(dialog, "div", "dialog-body");
    box(body, "div", "tip").attr("role", "status").attr("hidden", "");
    body.appendElement("script")
        .attr("type", "application/json")
        .attr("id", "data")
        .appendChild(new DataNode(data));
    String script = Assets.script();
    String style = Assets.style(charts.colors());
    body.appendElement("script").appendChild(new DataNode(script));
    Element head = page.head();
    head.empty();
    head.appendElement("meta").attr("charset", "utf-8");
    head.appendElement("meta")
        .attr("http-equiv", "Content-Security-Policy")
        .attr(
            "content",
            "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; script-src '%s'; style-src '%s'"
                .formatted(Assets.digest(script), Assets.digest(style)));
    head.appendElement("meta")
        .attr("name", "viewport")
        .attr("content", "width=device-width, initial-scale=1");
    head.appendElement("meta")
        .attr("name", "description")
        .attr("content", plain(content.plan().scaleInWords()));
    add(head, "title", content.plan().title());
    head.appendElement("style").appendChild(new DataNode(style));
  }

  private void bar(Element bar) {
    add(bar, "span", "name", content.plan().title());
    Element filter =
        box(bar, "div", "filter").attr("role", "search").attr("aria-label", "Filter runs");
    for (String what : List.of("method", "task", "seed")) {
      Element label = filter.appendElement("label");
      add(label, "span", what);
      label
          .appendElement("select")
          .attr("id", "filter-" + what)
          .appendElement("option")
          .text("all");
    }
    button(filter, "reset").attr("id", "filter-reset").text("Show all");
    box(filter, "span", "count").attr("id", "filter-count").attr("role", "status");
    button(bar, "theme").attr("id", "theme").attr("aria-pressed", "false").text("Dark");
  }

  private void start() {
    Element start = main.appendElement("section").attr("id", "start");
    add(start, "h1", content.plan().title());
    add(start, "p", "scale", content.scale());
    content.state().forEach(sentence -> add(start, "p", sentence));
    Element glance = box(start, "dl", "glance");
    for (List<String> row : content.glance()) {
      add(glance, "dt", row.get(0));
      add(glance, "dd", row.get(1));
    }
    add(start, "h2", "How to read this page");
    Element list = start.appendElement("ul");
    HowToRead.tables(
            ". Press a cell of a table to see the runs behind it, with their unrounded values,"
                + " settings and curves. Press a heading to sort by it.",
            "n seeds",
            "A hatched cell")
        .forEach(text -> add(list, "li", text));
    add(
        list,
        "li",
        "The filter chooses which runs are listed and fades cells without any of them. It does not"
            + " change means, which are over all seeds.");
    add(
            start,
            "noscript",
            "Without JavaScript this page can be read and printed; sorting, the filter and the runs"
                + " behind a cell need it. The CSV files beside this page hold the same values.")
        .addClass("note");
  }

  private Element section(Chapter chapter) {
    return section(chapter.word(), chapter.title());
  }

  private Element section(String id, String title) {
    sectionNumber++;
    String numbered = "%s  %s".formatted(sectionNumber, title);
    Element section = main.appendElement("section").attr("id", id);
    add(section, "h2", numbered);
    add(contents.appendElement("li"), "a", numbered).attr("href", "#" + id);
    return section;
  }

  private void claims() {
    if (!content.claims().isEmpty()) {
      Element element = section(Chapter.CLAIMS);
      new ClaimSection(tables).write(element, content.claims());
    }
  }

  private void spec(Section section) throws IOException {
    Element element = section("spec-" + section.spec().name(), section.spec().title());
    Element question = add(element, "p", "question", section.spec().question());
    section.reproduces().ifPresent(paper -> add(question, "span", "source", " " + paper));
    Element facts = element.appendElement("ul");
    section.facts().forEach(fact -> add(facts, "li", fact));
    List<Table> all = section.tables();
    if (!all.isEmpty()) {
      table(element, all.get(0));
    }
    for (Figure figure : section.charts()) {
      figure(element, figure);
    }
    all.stream().skip(1).forEach(table -> table(element, table));
  }

  private void table(Element parent, Table table) {
    tableNumber++;
    tables.add(parent, "Table " + tableNumber, table);
  }

  private void figure(Element parent, Figure figure) throws IOException {
    figureNumber++;
    String id = "figure-" + figureNumber;
    Element element = box(parent, "figure", "chart").attr("id", id);
    element.attr("data-figure", plain(figure.name()));
    InlineChart.Drawing drawing = charts.draw(figure, id);
    box(element, "div", "drawing").appendChild(drawing.svg());
    asText(drawing.svg());
    values.put(plain(figure.name()), drawing.values());
    Element caption = element.appendElement("figcaption");
    add(caption, "b", "Figure %s. ".formatted(figureNumber));
    caption.appendText(plain(figure.caption()));
    Element details = box(element, "details", "values");
    add(details, "summary", "Values");
  }

  /** Puts an element's text in its place: thousands of outlines take a tenth of the memory so. */
  private static void asText(Element element) {
    element.replaceWith(new DataNode(element.outerHtml()));
  }

  private void curves() throws IOException {
    List<Section> sections = content.withCurves();
    if (sections.isEmpty()) {
      return;
    }
    Element element = section(Chapter.CURVES);
    add(element, "p", HowToRead.CURVES);
    for (Section section : sections) {
      add(element, "h3", section.spec().title());
      Element panels = box(element, "div", "panels");
      for (Figure figure : section.curves()) {
        figure(panels, figure);
      }
    }
  }

  /** The list itself is the script's: five thousand lines would make every page heavy. */
  private void runs() {
    Element element = section("runs", "All runs");
    add(
        element,
        "p",
        "The runs that the filter above chooses, in the order of the plan; press a line's first"
            + " cell for everything about that run.");
    box(element, "div", "all-runs").attr("id", "all-runs");
    add(element, "noscript", "The same list lies in tables/runs.csv beside this page.");
  }

  private void gaps() {
    Element element = section(Chapter.GAPS);
    words(element, content.problems());
    words(element, content.notRun());
    words(element, content.skippedFiles());
  }

  private void words(Element parent, TextTable table) {
    add(parent, "h3", table.title());
    if (table.rows().isEmpty()) {
      add(parent, "p", HowToRead.NO_ROWS);
    } else {
      tables.add(parent, table);
    }
  }

  private void methods() {
    Element element = section(Chapter.METHODS);
    words(element, content.methods());
    words(element, content.recipe());
    content.publishedSources().ifPresent(sources -> words(element, sources));
  }

  private void provenance() {
    Element element = section(Chapter.PROVENANCE);
    words(element, content.provenance());
  }
}
