package org.sdptbench.reports.content;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.stats.Interval;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.Quantity;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.SpecResults.Suite;

/** Sentences that say what a table shows, and no more. */
final class Facts {

  /** Below this share of trained parameters a method counts as parameter-efficient here. */
  private static final double SMALL_SHARE = 0.01;

  private Facts() {}

  private record Entry(String row, double share, Cell cell) {
    double value() {
      return Objects.requireNonNull(cell.value());
    }

    String words() {
      Interval interval = cell.interval();
      String certainty =
          interval == null
              ? "one seed, no interval"
              : interval.halfWidth() == 0
                  ? "the same with all %s seeds".formatted(cell.n())
                  : "95 %% interval %s to %s, %s seeds"
                      .formatted(
                          Quantity.METRIC.format(interval.low()).replace('-', '−'),
                          Quantity.METRIC.format(interval.high()),
                          cell.n());
      return "%s, %s (%s)".formatted(row, Quantity.METRIC.format(value()), certainty);
    }
  }

  static List<String> of(SpecResults results) {
    List<String> facts = new ArrayList<>();
    List<RunRecord> runs = results.records().toList();
    facts.add(
        Tally.of(
                results.spec().cells(),
                runs.stream()
                    .collect(Collectors.toMap(RunRecord::cell, run -> run, (first, same) -> first)))
            .sentence());
    for (Suite suite : results.suites()) {
      facts.addAll(ofSuite(results, suite));
    }
    facts.addAll(TestFacts.of(runs));
    return facts;
  }

  private static List<String> ofSuite(SpecResults results, Suite suite) {
    String metric = results.metrics(suite).get(0);
    List<Entry> entries = new ArrayList<>();
    for (String row : results.rows()) {
      Cell cell = results.average(row, suite, metric);
      Cell share = results.cost(row, RunRecord.Cost::trainableShare);
      if (cell.state() == State.VALUE && share.value() != null) {
        entries.add(new Entry(row, share.value(), cell));
      }
    }
    entries.sort(Comparator.comparingDouble(Entry::value).reversed());
    if (entries.size() < 2) {
      return List.of();
    }
    int tasks = suite.tasks().size();
    String where =
        tasks > 1 ? "%s (mean of %s tasks)".formatted(suite.label(), tasks) : suite.label();
    List<String> facts = new ArrayList<>();
    facts.add(
        "%s on %s: highest is %s; then %s."
            .formatted(metric, where, entries.get(0).words(), entries.get(1).words()));
    Optional<Entry> small = first(entries, e -> e.share() > 0 && e.share() < SMALL_SHARE);
    Optional<Entry> nothing = first(entries, e -> e.share() == 0);
    if (small.isPresent() && !small.get().equals(entries.get(0)) && entries.size() > 2) {
      facts.add(
          "Of the methods that train less than 1 %% of the parameters the highest is %s%s."
              .formatted(
                  small.get().words(),
                  nothing.map(e -> "; without training, " + e.words()).orElse("")));
    }
    return facts;
  }

  private static Optional<Entry> first(List<Entry> entries, Predicate<Entry> wanted) {
    return entries.stream().filter(wanted).findFirst();
  }
}
