package org.sdptbench.reports.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;

/**
 * What was published of a checkpoint beside what was measured of it here, without training, so that
 * nothing but an error makes a difference: same model, task, split, captions and metric.
 */
final class AgreementTable {
  /**
   * Points by which two right programs may differ: what mmdetection's port and the official code
   * differ by on ODinW.
   */
  private static final double TOLERANCE = 0.3;

  private static final List<Column> COLUMNS =
      List.of(
          new Column("", "published", Quantity.METRIC, false),
          new Column("", "here", Quantity.METRIC, true),
          new Column("", "difference", Quantity.METRIC, false));

  /** What others have published was measured so. */
  private static final Map<String, Object> AS_PUBLISHED =
      Map.of("testImages", 0L, "shorterSide", 800L, "longerSide", 1333L, "phrases", "names");

  private final SpecResults results;
  private final List<PublishedValue> published;

  AgreementTable(SpecResults results, List<PublishedValue> published) {
    this.results = results;
    this.published = published;
  }

  /** The table; nothing if no value compares exactly. */
  Optional<Table> build() {
    List<Table.Row> rows = new ArrayList<>();
    List<String> apart = new ArrayList<>();
    Optional<String> other = Optional.empty();
    int measured = 0;
    for (PublishedValue value : published) {
      for (String row : results.rows()) {
        List<Task> tasks = tasks(value, row);
        if (tasks.isEmpty()) {
          continue;
        }
        other = other.or(() -> otherWeights(value, row, tasks));
        String label =
            "%s on %s, %s (%s)".formatted(row, value.task(), value.metric(), value.source());
        Cell here = results.over(row, tasks, run -> run.metrics().get(value.metric()));
        Double found = here.value();
        rows.add(
            new Table.Row(
                label, List.of(Cell.published(value.value()), here, difference(value, here))));
        if (found != null) {
          measured++;
          double points = 100 * (found - value.value());
          if (Math.abs(points) > TOLERANCE) {
            apart.add(String.format(Locale.ROOT, "%s: %+.1f", label, points));
          }
        }
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<String> remarks = new ArrayList<>();
    other.ifPresent(remarks::add);
    if (results.records().anyMatch(AgreementTable::isOtherwise)) {
      remarks.add(
          "Some runs did not test as the published ones did (all images, at 800 and at most 1333"
              + " pixels, recipe.phrases = names): from their differences nothing follows.");
    }
    if (remarks.isEmpty()) {
      remarks.add(verdict(measured, apart));
    }
    return Optional.of(
        new Table(
            results.spec().name() + "-published",
            other.isPresent()
                ? "What was published of the official checkpoint, and what was found here with"
                    + " another one"
                : "What was published of this checkpoint, and what was found here",
            "published",
            Table.Contest.COLUMN,
            COLUMNS,
            rows,
            remarks));
  }

  /** That runs had other weights than the published value is of, or not known to be the same. */
  private Optional<String> otherWeights(PublishedValue value, String row, List<Task> tasks) {
    return tasks.stream()
        .flatMap(task -> results.records(row, task).stream())
        .filter(run -> value.weights() == null || !value.weights().equals(weights(run)))
        .findFirst()
        .map(
            run ->
                "The weights of %s are not known to be the official checkpoint (SHA-256 %s here, %s official): from the differences nothing follows. Of a converted file nobody can tell; the official file itself is told by its digest."
                    .formatted(run.model(), words(weights(run)), words(value.weights())));
  }

  private static @Nullable String weights(RunRecord run) {
    return run.provenance().digests().get("weights:" + run.model());
  }

  private static String words(@Nullable String digest) {
    return digest == null ? "unknown" : digest;
  }

  private static boolean isOtherwise(RunRecord run) {
    return !AS_PUBLISHED.entrySet().stream()
        .allMatch(e -> e.getValue().equals(run.recipe().getOrDefault(e.getKey(), e.getValue())));
  }

  private static String verdict(int measured, List<String> apart) {
    return "%s of %s measured values are within %s points of what was published%s."
        .formatted(
            measured - apart.size(),
            measured,
            TOLERANCE,
            apart.isEmpty() ? "" : "; not " + String.join("; ", apart));
  }

  private static Cell difference(PublishedValue value, Cell here) {
    return here.value() == null
        ? Cell.without(Cell.State.NOT_PLANNED, 0, List.of())
        : Cell.published(here.value() - value.value());
  }

  /**
   * The tasks of a row that a value is of: one, or all of its suite's; none if any does not fit.
   */
  private List<Task> tasks(PublishedValue value, String row) {
    List<Task> tasks =
        results.tasks().stream()
            .filter(t -> t.name().equals(value.task()) || t.suite().equals(value.task()))
            .filter(task -> !results.records(row, task).isEmpty())
            .toList();
    boolean whole =
        tasks.size() == 1 && tasks.get(0).name().equals(value.task())
            || names(tasks).equals(ofSuite(value.task()));
    boolean fit =
        tasks.stream()
            .flatMap(task -> results.records(row, task).stream())
            .allMatch(run -> fits(run, value));
    return whole && fit ? tasks : List.of();
  }

  private static Set<String> names(List<Task> tasks) {
    return tasks.stream().map(Task::name).collect(Collectors.toSet());
  }

  /** All data sets of a suite of which anything was published. */
  private Set<String> ofSuite(String suite) {
    return published.stream()
        .map(PublishedValue::task)
        .filter(name -> name.startsWith(suite + "/"))
        .collect(Collectors.toSet());
  }

  private static boolean fits(RunRecord run, PublishedValue value) {
    return value.shots() == null
        && run.base() == null
        && run.method().name().equals(value.method())
        && isModel(run.model(), value.model())
        && is(value.split(), run.recipe().get("testSplit"))
        && is(value.prompts(), run.recipe().get("prompts"));
  }

  private static boolean is(@Nullable String said, @Nullable Object found) {
    return said == null || said.equals(found);
  }

  /** {@code GLIP-T (C)} is {@code glip-t-c} here. */
  private static boolean isModel(String ours, String theirs) {
    return theirs.toLowerCase(Locale.ROOT).replace(" (", "-").replace(")", "").equals(ours);
  }
}
