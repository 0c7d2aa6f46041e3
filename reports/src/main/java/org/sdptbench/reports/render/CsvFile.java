package org.sdptbench.reports.render;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.file.WholeFile;

/**
 * One CSV file: RFC 4180, UTF-8, CRLF. Doubles in the shortest form that reads back unchanged, null
 * as an empty field.
 */
final class CsvFile {

  /** What a spreadsheet may take for the start of a formula; the wide forms in East Asian ones. */
  private static final String FORMULA_STARTS = "=+-@ \n＝＋－＠";

  /** Unicode's classes of control, format and half a pair, and its line separators. */
  private static final Pattern UNSEEN =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029&&[^\\n]]");

  private CsvFile() {}

  static void write(
      Path file, List<String> header, List<? extends List<? extends @Nullable Object>> rows)
      throws IOException {
    WholeFile.write(
        file,
        out -> {
          CSVPrinter printer =
              new CSVPrinter(
                  new OutputStreamWriter(out, StandardCharsets.UTF_8), CSVFormat.RFC4180);
          printer.printRecord(header.stream().map(CsvFile::field).toList());
          for (List<? extends @Nullable Object> row : rows) {
            for (Object value : row) {
              printer.print(field(value));
            }
            printer.println();
          }
          printer.flush();
        });
  }

  /**
   * A text without what would steer a terminal or a reader's eye: control characters but the end of
   * a line, marks of direction and of nothing, halves of pairs. One that a spreadsheet would run as
   * a formula gets an apostrophe in front, which spreadsheets hide; a text that is a number stays
   * as it is.
   */
  private static @Nullable Object field(@Nullable Object value) {
    if (!(value instanceof String given)) {
      return value;
    }
    String lines = given.replace("\r\n", "\n").replace('\t', ' ');
    String text = UNSEEN.matcher(lines).replaceAll("\uFFFD");
    return !text.isEmpty()
            && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0
            && !text.matches("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?")
        ? "'" + text
        : text;
  }
}
