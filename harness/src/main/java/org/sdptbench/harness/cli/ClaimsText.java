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
    int[] widths = new int[table.header().size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    int last = widths.length - 1;
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder("   ");
      for (int i = 0; i <= last; i++) {
        String padding = " ".repeat(widths[i] - line.get(i).length());
        text.append(
            i == 0
                ? " " + line.get(i) + padding
                : i == last ? "  " + line.get(i) : "  " + padding + line.get(i));
      }
      out.println(text);
    }
  }
}
