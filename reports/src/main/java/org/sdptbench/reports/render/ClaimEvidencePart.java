package org.sdptbench.reports.render;

import java.util.List;
import org.sdptbench.reports.ReportContent;
import org.sdptbench.reports.claim.ClaimTables;
import org.sdptbench.reports.claim.ClaimWords;
import org.sdptbench.reports.claim.EvaluatedClaim;
import org.sdptbench.reports.table.TextTable;
import org.w3c.dom.Element;

/** The evidence for each claim, part by part. */
final class ClaimEvidencePart implements PdfPart {

  private static final List<Integer> WIDTHS = List.of(25, 13, 16, 12, 8, 8, 18);

  @Override
  public void write(ReportContent content, PdfPages pages) {
    if (content.claims().isEmpty()) {
      return;
    }
    Element section = pages.section("Claims and their evidence", true);
    pages.paragraph(section, ClaimWords.HOW_TO_READ);
    for (EvaluatedClaim claim : content.claims()) {
      pages.subtitle(section, claim.claim().statement());
      pages.paragraph(section, "Verdict: %s.".formatted(ClaimWords.verdict(claim)));
      pages.paragraph(section, ClaimWords.background(claim));
      TextTable parts = ClaimTables.parts(claim);
      if (!parts.rows().isEmpty()) {
        pages.words(section, parts, WIDTHS, "claims");
      }
    }
  }
}
