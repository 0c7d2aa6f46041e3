package org.sdptbench.reports.render;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.content.ReportContent.Section;
import org.sdptbench.reports.picture.PictureSheet;
import org.sdptbench.reports.table.Table;
import org.w3c.dom.Element;

/** A section per spec, made of {@link #BLOCKS}. */
final class SpecPart implements PdfPart {

  /** A piece of a spec's section; nothing if the section has nothing for it. */
  @FunctionalInterface
  interface Block {
    void write(Section section, Element parent, PdfPages pages);
  }

  /** The pieces in their order: a new kind of figure is a line here. */
  private static final List<Block> BLOCKS =
      List.of(
          SpecPart::question,
          SpecPart::facts,
          SpecPart::mainTable,
          SpecPart::charts,
          SpecPart::otherTables,
          SpecPart::pictures);

  @Override
  public void write(ReportContent content, PdfPages pages) {
    for (Section section : content.sections()) {
      Element element = pages.section(section.spec().title(), true);
      BLOCKS.forEach(block -> block.write(section, element, pages));
    }
  }

  private static void question(Section section, Element parent, PdfPages pages) {
    Xhtml html = pages.html();
    Element question = html.add(parent, "p", "question");
    html.text(question, section.spec().question());
    section
        .reproduces()
        .ifPresent(paper -> html.text(html.add(question, "span", "source"), "  " + paper));
  }

  private static void facts(Section section, Element parent, PdfPages pages) {
    pages.list(parent, section.facts());
  }

  private static void mainTable(Section section, Element parent, PdfPages pages) {
    section.tables().stream().limit(1).forEach(table -> pages.table(parent, table));
  }

  private static void charts(Section section, Element parent, PdfPages pages) {
    section.charts().forEach(figure -> pages.figure(parent, figure));
  }

  private static void otherTables(Section section, Element parent, PdfPages pages) {
    List<Table> tables = section.tables();
    tables.stream().skip(1).forEach(table -> pages.table(parent, table));
  }

  /** The first sheet of each kind; one fills a page, and the others are files beside the PDF. */
  private static void pictures(Section section, Element parent, PdfPages pages) {
    Set<String> kinds = new HashSet<>();
    List<PictureSheet> sheets = pages.pictures(section.spec());
    List<PictureSheet> first = sheets.stream().filter(sheet -> kinds.add(sheet.kind())).toList();
    int more = sheets.size() - first.size();
    String others =
        more == 0
            ? ""
            : " %s more of these figures, as PNG, begin with figures/%s-."
                .formatted(more, section.spec().name());
    PictureSheet last = first.isEmpty() ? null : first.get(first.size() - 1);
    first.forEach(sheet -> pages.sheet(parent, sheet, sheet == last ? others : ""));
  }
}
