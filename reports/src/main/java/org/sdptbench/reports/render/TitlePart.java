package org.sdptbench.reports.render;

import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.record.ReportPlan;
import org.w3c.dom.Element;

/** The title, the scale in plain words, and how the runs ended. */
final class TitlePart implements PdfPart {
  @Override
  public void write(ReportContent content, PdfPages pages) {
    ReportPlan plan = content.plan();
    Xhtml html = pages.html();
    Element body = html.body();
    html.text(html.add(body, "div", "footer"), plan.title());
    html.text(html.add(body, "h1"), plan.title());
    html.text(
        html.add(body, "p", "scale"),
        "Scale “%s”: %s".formatted(plan.scale(), plan.scaleInWords()));
    plan.changesInWords().ifPresent(changes -> pages.paragraph(body, changes));
    pages.paragraph(body, content.tally().sentence());
  }
}
