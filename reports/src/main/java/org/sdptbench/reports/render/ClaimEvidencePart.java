package org.sdptbench.reports.render;

import java.util.List;
import org.sdptbench.reports.claim.ClaimTables;
import org.sdptbench.reports.claim.ClaimWords;
import org.sdptbench.reports.claim.EvaluatedClaim;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.table.TextTable;
import org.w3c.dom.Element;

/** The evidence for each claim, part by part. */
final class ClaimEvidencePart implements PdfPart {

  private static final List<Integer> WIDTHS = List.of(20, 12, 15, 15, 8, 8, 22);

  @Override
  public void write(ReportContent content, PdfPages pages) {
    if (content.claims().isEmpty()) {
      return;
    }
    Element section = pages.section("Claims and their evidence", true);
    pages.paragraph(section, ClaimWords.HOW_TO_READ);
    for (EvaluatedClaim claim : content.claims()) {
      Element box = pages.html().add(section, "div", "claim");
      pages.subtitle(box, claim.claim().statement());
      pages.paragraph(box, "Verdict: %s.".formatted(ClaimWords.verdict(claim)));
      pages.paragraph(box, ClaimWords.background(claim));
      TextTable parts = ClaimTables.parts(claim);
      if (!parts.rows().isEmpty()) {
        pages.words(box, parts, WIDTHS, "claims");
      }
    }
  }
}
