package org.sdptbench.reports.render;

import org.sdptbench.reports.content.ReportContent;
import org.w3c.dom.Element;

/** The title, the scale in plain words, and how the runs ended. */
final class TitlePart implements PdfPart {
  @Override
  public void write(ReportContent content, PdfPages pages) {
    String title = content.plan().title();
    Xhtml html = pages.html();
    Element body = html.body();
    html.text(html.add(body, "div", "footer"), title);
    html.text(html.add(body, "h1"), title);
    html.text(html.add(body, "p", "scale"), content.scale());
    content.state().forEach(sentence -> pages.paragraph(body, sentence));
  }
}
