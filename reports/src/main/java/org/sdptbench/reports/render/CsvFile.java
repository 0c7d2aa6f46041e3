package org.sdptbench.reports.render;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * One CSV file: RFC 4180, UTF-8, CRLF. Doubles in the shortest form that reads back unchanged, null
 * as an empty field.
 */
final class CsvFile {

  /** What a spreadsheet may take for the start of a formula; the wide forms in East Asian ones. */
  private static final String FORMULA_STARTS = "=+-@\t\r\n＝＋－＠";

  private CsvFile() {}

  static void write(
      Path file, List<String> header, List<? extends List<? extends @Nullable Object>> rows)
      throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file);
        CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
      printer.printRecord(header.stream().map(CsvFile::field).toList());
      for (List<? extends @Nullable Object> row : rows) {
        for (Object value : row) {
          printer.print(field(value));
        }
        printer.println();
      }
    }
  }

  /**
   * A text that a spreadsheet would run as a formula gets an apostrophe in front, which
   * spreadsheets hide; a text that is a number stays as it is.
   */
  private static @Nullable Object field(@Nullable Object value) {
    return value instanceof String text
            && !text.isEmpty()
            && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
            && !text.matches("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?")
        ? "'" + text
        : value;
  }
}
