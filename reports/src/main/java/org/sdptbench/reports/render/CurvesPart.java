package org.sdptbench.reports.render;

import java.util.List;
import org.sdptbench.reports.chart.Figure;
import org.sdptbench.reports.content.Chapter;
import org.sdptbench.reports.content.HowToRead;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.content.ReportContent.Section;
import org.w3c.dom.Element;

/** The training curves, eight panels a page. */
final class CurvesPart implements PdfPart {
  @Override
  public void write(ReportContent content, PdfPages pages) {
    List<Section> sections = content.withCurves();
    if (sections.isEmpty()) {
      return;
    }
    Element element = pages.section(Chapter.CURVES.title(), true);
    pages.paragraph(element, HowToRead.CURVES);
    for (Section section : sections) {
      pages.subtitle(element, section.spec().title());
      panels(element, section.curves(), pages);
    }
  }

  private static void panels(Element parent, List<Figure> figures, PdfPages pages) {
    Xhtml html = pages.html();
    for (int i = 0; i < figures.size(); i += 2) {
      Element row = html.add(html.add(parent, "table", "panels"), "tr");
      for (int j = i; j < i + 2; j++) {
        Element cell = html.add(row, "td");
        if (j < figures.size()) {
          html.text(html.add(cell, "p", "caption"), figures.get(j).caption());
          pages.drawing(cell, figures.get(j));
        }
      }
    }
  }
}
