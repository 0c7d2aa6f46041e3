package org.sdptbench.harness.bench;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * How much methods compute.
 *
 * @param byMethod the numbers of {@link #COLUMNS}, by the label of the method
 */
record WorkCounts(Map<String, List<Long>> byMethod) {
  /** What is counted. */
  static final List<String> COLUMNS =
      List.of("step operators", "step products", "step tensors", "step KiB", "inference operators");

  private static final String METHOD = "method";

  /** Nothing yet. */
  static WorkCounts none() {
    return new WorkCounts(new LinkedHashMap<>());
  }

  /** Notes what a method does; without a step where it does not train. */
  void put(String method, OperatorTrace step, OperatorTrace inference) {
    byMethod.put(
        method,
        List.of(
            step.operators(),
            step.products(),
            step.tensors(),
            step.kibibytes(),
            inference.operators()));
  }

  /** Reads a table. */
  static WorkCounts parse(String csv) throws IOException {
    WorkCounts counts = none();
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    for (CSVRecord row : format.parse(new StringReader(csv))) {
      counts.byMethod.put(
          row.get(METHOD), COLUMNS.stream().map(c -> Long.valueOf(row.get(c))).toList());
    }
    return counts;
  }

  /** Writes the table. */
  String toCsv() throws IOException {
    StringWriter text = new StringWriter();
    CSVPrinter printer =
        new CSVPrinter(text, CSVFormat.RFC4180.builder().setRecordSeparator('\n').get());
    List<Object> header = new ArrayList<>(COLUMNS);
    header.add(0, METHOD);
    printer.printRecord(header);
    for (Map.Entry<String, List<Long>> method : byMethod.entrySet()) {
      List<Object> row = new ArrayList<>(method.getValue());
      row.add(0, method.getKey());
      printer.printRecord(row);
    }
    return text.toString();
  }

  /**
   * The numbers that are others than expected, a line each, under a heading.
   *
   * @return nothing if all are the same
   */
  List<String> differences(WorkCounts expected) {
    List<String> lines = new ArrayList<>();
    Set<String> methods = new LinkedHashSet<>(expected.byMethod.keySet());
    methods.addAll(byMethod.keySet());
    for (String method : methods) {
      for (int c = 0; c < COLUMNS.size(); c++) {
        long was = expected.count(method, c);
        long is = count(method, c);
        if (was != is) {
          lines.add(
              line(method, COLUMNS.get(c), was, is, String.format(Locale.ROOT, "%+d", is - was)));
        }
      }
    }
    if (!lines.isEmpty()) {
      lines.add(0, line("", "", "expected", "found", "difference"));
    }
    return lines;
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "  %-18s %-20s %10s %10s %11s", cells);
  }

  /** What is not in the table is 0. */
  private long count(String method, int column) {
    List<Long> row = byMethod.get(method);
    return row == null ? 0 : row.get(column);
  }
}
