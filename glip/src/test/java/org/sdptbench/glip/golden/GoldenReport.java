package org.sdptbench.glip.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * What the golden comparisons of a test run showed. {@link GoldenReportListener} prints it and
 * writes it to {@code target/golden-report.csv} when the run ends.
 */
final class GoldenReport {

  /** Assertions are static and spread over test classes, so what they saw is gathered here. */
  private static final Queue<Comparison> SEEN = new ConcurrentLinkedQueue<>();

  private static final Comparator<Comparison> BY_USE = Comparator.comparingDouble(Comparison::used);

  private final List<Comparison> comparisons;

  /** A report of the given comparisons, sorted by set and tensor, equal ones once. */
  GoldenReport(List<Comparison> comparisons) {
    this.comparisons =
        comparisons.stream()
            .distinct()
            .sorted(
                Comparator.comparing(Comparison::set)
                    .thenComparing(Comparison::tensor)
                    .thenComparing(BY_USE))
            .toList();
  }

  /** Adds a comparison to the run's report. */
  static void add(Comparison comparison) {
    SEEN.add(comparison);
  }

  /** The report of everything compared in this process so far. */
  static GoldenReport ofThisRun() {
    return new GoldenReport(List.copyOf(SEEN));
  }

  boolean isEmpty() {
    return comparisons.isEmpty();
  }

  /** One line per set: its worst tensor, by the share of the tolerance that was used. */
  String table() {
    Map<String, List<Comparison>> bySet =
        comparisons.stream()
            .collect(Collectors.groupingBy(Comparison::set, TreeMap::new, Collectors.toList()));
    StringBuilder table = new StringBuilder();
    table.append(
        "%-26s %7s %6s  %9s %9s %6s  %s%n"
            .formatted("golden set", "tensors", "failed", "max abs", "max rel", "used", "worst"));
    bySet.forEach(
        (set, rows) -> {
          // Double's order puts NaN above everything, which is where it belongs here.
          Comparison worst = rows.stream().max(BY_USE).orElseThrow();
          table.append(
              String.format(
                  Locale.ROOT,
                  "%-26s %7d %6d  %9.2e %9.2e %5.0f%%  %s%n",
                  set,
                  rows.stream().map(Comparison::tensor).distinct().count(),
                  rows.stream().filter(row -> !row.passed()).count(),
                  rows.stream().mapToDouble(Comparison::maxAbsDiff).max().orElseThrow(),
                  rows.stream().mapToDouble(Comparison::maxRelDiff).max().orElseThrow(),
                  100 * worst.used(),
                  worst.tensor()));
        });
    return table.toString();
  }

  /** Writes one line per comparison; values are not rounded. */
  void writeCsv(Path file) throws IOException {
    StringBuilder csv =
        new StringBuilder(
            "set,tensor,elements,max_abs_diff,max_abs_reference,max_rel_diff,rtol,atol,allowed,"
                + "used,passed\n");
    for (Comparison row : comparisons) {
      csv.append(
          "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n"
              .formatted(
                  quoted(row.set()),
                  quoted(row.tensor()),
                  row.elements(),
                  row.maxAbsDiff(),
                  row.maxAbsReference(),
                  row.maxRelDiff(),
                  row.rtol(),
                  row.atol(),
                  row.allowed(),
                  row.used(),
                  row.passed()));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, csv);
  }

  private static String quoted(String text) {
    return text.matches("[\\w.\\-]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
