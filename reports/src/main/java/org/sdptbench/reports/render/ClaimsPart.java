package org.sdptbench.reports.render;

import java.util.List;
import org.sdptbench.reports.claim.ClaimTables;
import org.sdptbench.reports.claim.ClaimWords;
import org.sdptbench.reports.content.Chapter;
import org.sdptbench.reports.content.ReportContent;
import org.w3c.dom.Element;

/** What of the paper held: every claim with its verdict, before everything else. */
final class ClaimsPart implements PdfPart {

  @Override
  public void write(ReportContent content, PdfPages pages) {
    if (content.claims().isEmpty()) {
      return;
    }
    Element body = pages.html().body();
    pages.subtitle(body, Chapter.CLAIMS.title());
    pages.paragraph(body, ClaimWords.tallySentence(content.claims()));
    pages.words(body, ClaimTables.summary(content.claims()), List.of(47, 40, 13), "claims");
  }
}
