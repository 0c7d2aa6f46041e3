package org.sdptbench.reports.html;

import static org.sdptbench.reports.html.Elements.add;
import static org.sdptbench.reports.html.Elements.box;

import java.util.List;
import org.jsoup.nodes.Element;
import org.sdptbench.reports.claim.ClaimTables;
import org.sdptbench.reports.claim.ClaimWords;
import org.sdptbench.reports.claim.EvaluatedClaim;

/** What of the paper held: all claims in one table, then the evidence for each. */
final class ClaimSection {

  private final PageTables tables;

  ClaimSection(PageTables tables) {
    this.tables = tables;
  }

  void write(Element section, List<EvaluatedClaim> claims) {
    add(section, "p", ClaimWords.tallySentence(claims));
    tables.add(section, ClaimTables.summary(claims));
    for (EvaluatedClaim claim : claims) {
      Element details = box(section, "details", "claim");
      add(
          details,
          "summary",
          "%s: %s".formatted(claim.verdict().word(), claim.claim().statement()));
      add(details, "p", ClaimWords.background(claim));
      if (!claim.evidence().isEmpty()) {
        tables.add(details, ClaimTables.parts(claim));
      }
    }
    add(section, "p", "note", ClaimWords.HOW_TO_READ);
  }
}
