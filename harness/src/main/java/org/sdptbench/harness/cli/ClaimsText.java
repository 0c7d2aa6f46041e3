package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.sdptbench.reports.claim.ClaimTables;
import org.sdptbench.reports.claim.ClaimWords;
import org.sdptbench.reports.claim.EvaluatedClaim;
import org.sdptbench.reports.claim.EvaluatedClaims;
import org.sdptbench.reports.table.TextTable;

/** Prints claims. */
final class ClaimsText {
  private final PrintWriter out;

  ClaimsText(PrintWriter out) {
    this.out = out;
  }

  void print(EvaluatedClaims evaluated) {
    out.printf("Scale %s: %s%n", evaluated.plan().scale(), evaluated.plan().scaleInWords());
    evaluated.plan().changesInWords().ifPresent(out::println);
    if (evaluated.claims().isEmpty()) {
      out.println("The plan has no claims.");
      return;
    }
    out.println(ClaimWords.HOW_TO_READ);
    out.println();
    evaluated.claims().forEach(this::print);
    out.printf("Claims: %s.%n", ClaimWords.tally(evaluated.claims()));
  }

  private void print(EvaluatedClaim evaluated) {
    out.printf(
        "%s: %s%s%n",
        evaluated.claim().id(),
        evaluated.verdict().word().toUpperCase(Locale.ROOT),
        evaluated.reason().isEmpty() ? "" : ", " + evaluated.reason());
    out.printf("  %s%n", evaluated.claim().statement());
    out.printf("  %s%n", ClaimWords.background(evaluated));
    TextTable parts = ClaimTables.parts(evaluated);
    if (!parts.rows().isEmpty()) {
      table(parts);
    }
    out.println();
  }

  private void table(TextTable table) {
    List<List<String>> lines = new ArrayList<>(List.of(table.header()));
    lines.addAll(table.rows());
    Columns.of(lines, true).forEach(out::println);
  }
}
