package org.sdptbench.reports.table;

import java.util.List;

/**
 * A table of words.
 *
 * @param name file name without extension
 * @param title what it shows, in one sentence
 * @param header a label per column
 * @param rows texts, each row as wide as the header
 */
public record TextTable(String name, String title, List<String> header, List<List<String>> rows) {

  /** Checks the widths, and copies. */
  public TextTable {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "table %s: row %s does not fit the header %s".formatted(name, row, header));
      }
    }
  }
}
