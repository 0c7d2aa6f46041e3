package org.sdptbench.reports.content;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Provenance;
import org.sdptbench.reports.table.TextTable;

/** Where the runs came from: every value that occurs, with the number of runs that have it. */
final class ProvenanceTable {

  private static final Pattern COMMIT = Pattern.compile("^([0-9a-f]{10})[0-9a-f]{30}");

  private static final Comparator<Map.Entry<String, String>> BY_NAME =
      Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue());

  private final List<RunRecord> runs;
  private final List<List<String>> rows = new ArrayList<>();

  private ProvenanceTable(List<RunRecord> runs) {
    this.runs = runs;
  }

  static TextTable of(List<RunRecord> runs) {
    ProvenanceTable table = new ProvenanceTable(runs);
    table.add("model", RunRecord::model);
    table.add("commit", run -> run.provenance().code());
    table.add("machine", run -> run.provenance().machine());
    table.add("Java", run -> run.provenance().java());
    table.add("tensor threads", run -> Integer.toString(run.provenance().tensorThreads()));
    table.addSeeds();
    table.addTimes();
    table.addMaps("library", Provenance::libraries);
    table.addMaps("SHA-256", Provenance::digests);
    return new TextTable(
        "provenance", "Where the runs came from", List.of("what", "value", "runs"), table.rows);
  }

  /**
   * The essentials of a provenance: what, and all its values. Of several commits only the
   * beginnings of their names.
   */
  static List<List<String>> inShort(TextTable provenance) {
    return Stream.of("model", "commit", "machine", "seeds", "time spent")
        .map(
            what ->
                List.of(
                    what,
                    joined(
                        provenance.rows().stream()
                            .filter(row -> row.get(0).equals(what))
                            .map(row -> row.get(1))
                            .toList())))
        .filter(row -> !row.get(1).isEmpty())
        .toList();
  }

  private static String joined(List<String> values) {
    return values.size() == 1
        ? values.get(0)
        : values.stream()
            .map(value -> COMMIT.matcher(value).replaceFirst("$1"))
            .collect(Collectors.joining("; "));
  }

  private void add(String what, Function<RunRecord, String> value) {
    SortedMap<String, Long> counts =
        runs.stream().collect(Collectors.groupingBy(value, TreeMap::new, Collectors.counting()));
    counts.forEach((text, count) -> rows.add(List.of(what, text, Long.toString(count))));
  }

  private void addMaps(String what, Function<Provenance, SortedMap<String, String>> map) {
    SortedMap<Map.Entry<String, String>, Long> counts =
        runs.stream()
            .flatMap(run -> map.apply(run.provenance()).entrySet().stream())
            .collect(
                Collectors.groupingBy(
                    Map.Entry::copyOf, () -> new TreeMap<>(BY_NAME), Collectors.counting()));
    counts.forEach(
        (entry, count) ->
            rows.add(List.of(what + " " + entry.getKey(), entry.getValue(), Long.toString(count))));
  }

  private void addSeeds() {
    String seeds =
        runs.stream()
            .map(RunRecord::seed)
            .distinct()
            .sorted()
            .map(seed -> Long.toString(seed))
            .collect(Collectors.joining(", "));
    rows.add(List.of("seeds", seeds, Integer.toString(runs.size())));
  }

  private void addTimes() {
    List<String> starts = runs.stream().map(run -> run.provenance().startedAt()).sorted().toList();
    if (!starts.isEmpty()) {
      String last = starts.get(starts.size() - 1);
      rows.add(List.of("started", starts.get(0) + " to " + last, Integer.toString(starts.size())));
    }
    List<Double> seconds =
        runs.stream().map(run -> run.cost().totalSeconds()).filter(Objects::nonNull).toList();
    if (!seconds.isEmpty()) {
      double sum = seconds.stream().mapToDouble(Double::doubleValue).sum();
      double longest = seconds.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
      rows.add(
          List.of(
              "time spent",
              "%s in total, longest run %s".formatted(duration(sum), duration(longest)),
              Integer.toString(seconds.size())));
    }
    List<Long> memory =
        runs.stream().map(run -> run.cost().peakMemoryBytes()).filter(Objects::nonNull).toList();
    if (!memory.isEmpty()) {
      long peak = memory.stream().mapToLong(Long::longValue).max().orElseThrow();
      rows.add(
          List.of(
              "largest peak memory",
              String.format(Locale.ROOT, "%.2f GiB", peak / (double) (1L << 30)),
              Integer.toString(memory.size())));
    }
  }

  private static String duration(double seconds) {
    return seconds < 100
        ? String.format(Locale.ROOT, "%.1f s", seconds)
        : seconds < 6000
            ? String.format(Locale.ROOT, "%.1f min", seconds / 60)
            : String.format(Locale.ROOT, "%.1f h", seconds / 3600);
  }
}
