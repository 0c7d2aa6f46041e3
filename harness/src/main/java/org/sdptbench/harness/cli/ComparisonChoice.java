package org.sdptbench.harness.cli;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.reports.comparison.PairedComparison;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.table.SpecResults;

/** Finds the rows that a user means by two names. */
final class ComparisonChoice {
  private static final Location SPEC = Location.argument("--spec");
  private static final Location METRIC = Location.argument("--metric");

  private final List<SpecResults> specs;

  ComparisonChoice(List<SpecResults> specs) {
    this.specs = specs;
  }

  /** One of the two arguments. */
  private record Name(Location where, String text) {
    Name(String argument, String text) {
      this(Location.argument(argument), text);
    }
  }

  /** The rows of a spec that the arguments name. */
  private record Rows(SpecResults results, List<String> first, List<String> second) {
    boolean isPair() {
      return first.size() == 1 && second.size() == 1 && !first.equals(second);
    }

    String firstRow() {
      return first.get(0);
    }

    String secondRow() {
      return second.get(0);
    }
  }

  /**
   * Compares.
   *
   * @param specName name of a spec; null: every spec that has both rows
   * @param first label of a row, in upper or lower case, or name of a method that one row has
   * @param second the same
   * @param metric name of a metric
   * @return one comparison for each spec, each with a task at least
   * @throws InvalidInputException if a name is unknown or means several rows, or nothing was run
   *     that could be compared
   */
  List<PairedComparison> of(@Nullable String specName, String first, String second, String metric)
      throws InvalidInputException {
    List<SpecResults> chosen = specs(specName);
    Name a = new Name("METHOD_A", first);
    Name b = new Name("METHOD_B", second);
    List<Rows> pairs = pairs(chosen, a, b);
    refuseUntested(pairs, a, b, metric);
    List<PairedComparison> comparisons =
        pairs.stream()
            .map(
                rows ->
                    PairedComparison.of(rows.results(), rows.firstRow(), rows.secondRow(), metric))
            .filter(comparison -> !comparison.tasks().isEmpty())
            .toList();
    if (comparisons.isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              b.where(),
              "no task has %s of '%s' and '%s' at the same seed".formatted(metric, first, second)));
    }
    return comparisons;
  }

  private List<SpecResults> specs(@Nullable String name) throws InvalidInputException {
    if (name == null) {
      return specs;
    }
    List<SpecResults> named = specs.stream().filter(s -> s.spec().name().equals(name)).toList();
    if (named.isEmpty()) {
      List<String> names = specs.stream().map(s -> s.spec().name()).toList();
      throw new InvalidInputException(Problem.unknown(SPEC, "spec", name, names));
    }
    return named;
  }

  private static List<Rows> pairs(List<SpecResults> chosen, Name first, Name second)
      throws InvalidInputException {
    List<Rows> all =
        chosen.stream()
            .map(s -> new Rows(s, rows(s, first.text()), rows(s, second.text())))
            .toList();
    List<Rows> pairs = all.stream().filter(Rows::isPair).toList();
    if (!pairs.isEmpty()) {
      return pairs;
    }
    Problems problems = new Problems();
    check(chosen, all.stream().map(Rows::first).toList(), first, problems);
    check(chosen, all.stream().map(Rows::second).toList(), second, problems);
    if (problems.isEmpty()) {
      boolean same =
          all.stream().anyMatch(r -> r.first().equals(r.second()) && r.first().size() == 1);
      problems.add(
          Problem.of(
              second.where(),
              same
                  ? "'%s' and '%s' are the same row".formatted(first.text(), second.text())
                  : "no spec has both '%s' (%s) and '%s' (%s)"
                      .formatted(
                          first.text(),
                          having(all, r -> !r.first().isEmpty()),
                          second.text(),
                          having(all, r -> !r.second().isEmpty()))));
    }
    throw new InvalidInputException(problems.list());
  }

  /** Adds what is wrong with a name on its own, given the rows of each spec that it means. */
  private static void check(
      List<SpecResults> chosen, List<List<String>> found, Name name, Problems problems) {
    if (found.stream().allMatch(List::isEmpty)) {
      Set<String> allowed = new LinkedHashSet<>();
      chosen.forEach(s -> allowed.addAll(s.rows()));
      chosen.forEach(s -> s.rows().forEach(row -> allowed.addAll(methods(s, row))));
      problems.add(Problem.unknown(name.where(), "method", name.text(), allowed));
    }
    found.stream()
        .filter(rows -> rows.size() > 1)
        .forEach(
            rows ->
                problems.add(
                    Problem.of(
                        name.where(),
                        "'%s' means several rows".formatted(name.text()),
                        "one of them: " + String.join(", ", rows))));
  }

  private static String having(List<Rows> all, Predicate<Rows> row) {
    return String.join(", ", all.stream().filter(row).map(r -> r.results().spec().name()).toList());
  }

  private static List<String> rows(SpecResults results, String name) {
    List<String> rows = results.rows();
    if (rows.contains(name)) {
      return List.of(name);
    }
    List<String> sameLetters = rows.stream().filter(row -> row.equalsIgnoreCase(name)).toList();
    return sameLetters.isEmpty()
        ? rows.stream().filter(row -> methods(results, row).contains(name)).toList()
        : sameLetters;
  }

  /** Registered names of the methods behind a row. */
  private static SortedSet<String> methods(SpecResults results, String row) {
    SortedSet<String> names = new TreeSet<>();
    records(results, row).forEach(run -> names.add(run.method().name()));
    return names;
  }

  private static Stream<RunRecord> records(SpecResults results, String row) {
    return results.tasks().stream().flatMap(task -> results.records(row, task).stream());
  }

  private static void refuseUntested(List<Rows> pairs, Name first, Name second, String metric)
      throws InvalidInputException {
    Problems problems = new Problems();
    SortedSet<String> firstMetrics = metrics(pairs, Rows::firstRow);
    SortedSet<String> secondMetrics = metrics(pairs, Rows::secondRow);
    if (firstMetrics.isEmpty()) {
      problems.add(notRun(first, pairs));
    }
    if (secondMetrics.isEmpty()) {
      problems.add(notRun(second, pairs));
    }
    problems.throwIfAny();
    Collection<String> both = new TreeSet<>(firstMetrics);
    both.retainAll(secondMetrics);
    if (!both.contains(metric)) {
      throw new InvalidInputException(Problem.unknown(METRIC, "metric", metric, both));
    }
  }

  private static SortedSet<String> metrics(List<Rows> pairs, Function<Rows, String> row) {
    SortedSet<String> metrics = new TreeSet<>();
    pairs.forEach(
        pair ->
            records(pair.results(), row.apply(pair))
                .forEach(run -> metrics.addAll(run.metrics().keySet())));
    return metrics;
  }

  /** It may have runs of other specs, which do not have both. */
  private static Problem notRun(Name name, List<Rows> pairs) {
    return Problem.of(
        name.where(),
        "'%s' has no completed run yet in %s, where both are planned"
            .formatted(name.text(), having(pairs, Rows::isPair)));
  }
}
