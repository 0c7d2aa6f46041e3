package org.sdptbench.reports.render;

import java.util.List;
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
        List.of(
            "Every number comes from run records; the CSV files beside this report hold the same"
                + " values unrounded, with the runs behind each, and the tables as LaTeX and"
                + " Markdown.",
            "± is half a two-sided 95 % Student-t interval of the mean over seeds. With one seed"
                + " there is no interval. Intervals are per cell and not corrected for the number"
                + " of comparisons. ±0.0 means that all seeds gave the same value, as they must"
                + " where nothing is trained.",
            "A mean over several tasks counts a seed only if every task has a result for it.",
            "Not run, failed, diverged, not reached and undefined (no ground truth for the metric,"
                + " or not measured) are shown as such, never as zero. An empty cell was not"
                + " planned."));
  }
}
