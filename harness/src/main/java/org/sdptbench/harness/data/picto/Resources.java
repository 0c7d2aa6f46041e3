package org.sdptbench.harness.data.picto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Files on the class path. */
final class Resources {
  private static final CSVFormat CSV =
      CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();

  private Resources() {}

  static byte[] bytes(String name) throws IOException {
    try (InputStream in = Resources.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("no resource " + name + " on the class path");
      }
      return in.readAllBytes();
    }
  }

  static List<CSVRecord> csv(String name) throws IOException {
    try (CSVParser parser = CSVParser.parse(new String(bytes(name), StandardCharsets.UTF_8), CSV)) {
      return parser.getRecords();
    }
  }
}
