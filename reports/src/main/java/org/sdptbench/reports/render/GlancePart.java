package org.sdptbench.reports.render;

import org.sdptbench.reports.content.HowToRead;
import org.sdptbench.reports.content.ReportContent;
import org.w3c.dom.Element;

/** The essentials of the provenance, the contents, and how to read the tables. */
final class GlancePart implements PdfPart {

  @Override
  public void write(ReportContent content, PdfPages pages) {
    Xhtml html = pages.html();
    Element glance = html.add(html.body(), "table", "glance");
    content.glance().forEach(row -> html.row(glance, "td", row));
    pages.contents(html.body());
    Element reading = html.add(html.body(), "div", "together");
    html.text(html.add(reading, "h3"), "How to read the tables");
    pages.list(
        reading,
        HowToRead.tables(
            "; the CSV files beside this report hold the same values unrounded, with the runs"
                + " behind each, and the tables as LaTeX and Markdown.",
            "seeds",
            "An empty cell"));
  }
}
