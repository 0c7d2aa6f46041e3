package org.sdptbench.harness.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows as lines of a console, their columns under one another. */
final class Columns {
  private static final String INDENT = "    ";
  private static final String GAP = "  ";

  private Columns() {}

  /**
   * Rows of one length; the first column is flush left, the others flush right.
   *
   * @param wordsLast whether the last column holds words, which are flush left too
   */
  static List<String> of(List<List<String>> rows, boolean wordsLast) {
    int[] widths = new int[rows.get(0).size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    List<String> lines = new ArrayList<>();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(INDENT);
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - row.get(i).length());
        boolean words = wordsLast && i == widths.length - 1;
        line.append(
            i == 0 ? row.get(i) + padding : GAP + (words ? row.get(i) : padding + row.get(i)));
      }
      lines.add(line.toString());
    }
    return lines;
  }
}
