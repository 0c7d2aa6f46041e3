package org.sdptbench.reports.render;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** What every column of every CSV file of a report holds: the resource {@code columns.csv}. */
final class DataDictionary {

  static final List<String> HEADER = List.of("file", "column", "unit", "meaning");

  private DataDictionary() {}

  /** A line for each column. */
  static List<List<String>> lines() throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream in =
            Objects.requireNonNull(DataDictionary.class.getResourceAsStream("columns.csv"));
        Reader reader = new InputStreamReader(in, StandardCharsets.UTF_8);
        CSVParser parser = CSVParser.parse(reader, format)) {
      return parser.stream().map(CSVRecord::toList).toList();
    }
  }
}
