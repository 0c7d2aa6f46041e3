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
    pages.paragraph(
        section,
        "Positive effects are in favour of the claim; a ratio says how many times as much the other"
            + " costs. Intervals hold with 95 %, over tasks where the claim is about several, over"
            + " seeds where it is about one. A claim against several rows is supported only if it"
            + " holds against each after Holm's correction, and contradicted if the opposite holds"
            + " against one. Fewer than three repetitions, or a task with one seed, are"
            + " inconclusive.");
    for (EvaluatedClaim claim : content.claims()) {
      pages.subtitle(section, claim.claim().statement());
      pages.paragraph(section, "Verdict: %s.".formatted(verdict(claim)));
      pages.paragraph(
          section,
          "Source: %s. Contradicted by: %s. Spec %s, %d of %d planned runs completed; %s."
              .formatted(
                  claim.claim().source(),
                  claim.claim().contradictedBy(),
                  claim.claim().spec(),
                  claim.completed(),
                  claim.planned(),
                  ClaimWords.measure(claim.claim().test())));
      TextTable parts = ClaimTables.parts(claim);
      if (!parts.rows().isEmpty()) {
        pages.words(section, parts, WIDTHS, "claims");
      }
    }
  }

  private static String verdict(EvaluatedClaim claim) {
    return claim.reason().isEmpty()
        ? claim.verdict().word()
        : claim.verdict().word() + ", " + claim.reason();
  }
}
