package org.sdptbench.reports.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.Results.Test;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.SpecResults.Suite;

/**
 * Tables of tests at several moments, one per task that was trained on: that task first, then the
 * others that the runs were tested on, each before training, after it, and with the training
 * undone.
 */
final class TestTables {

  private final SpecResults results;

  TestTables(SpecResults results) {
    this.results = results;
  }

  /** A test by its place: the task without its shots, and the moment. */
  private record Place(String suite, String dataset, Moment moment) {
    static Place of(Test test) {
      return new Place(test.task().suite(), test.task().dataset(), test.moment());
    }

    static Place own(Task task, Moment moment) {
      return new Place(task.suite(), task.dataset(), moment);
    }

    String taskName() {
      return suite.equals(dataset) ? dataset : suite + "/" + dataset;
    }
  }

  List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    for (Suite suite : results.suites()) {
      for (Task task : suite.tasks()) {
        for (String metric : results.metrics(suite)) {
          tables.add(table(suite, task, metric, tables.isEmpty()));
        }
      }
    }
    return tables;
  }

  private Table table(Suite suite, Task task, String metric, boolean main) {
    MethodTable table =
        new MethodTable(
            results,
            List.of(),
            main
                ? results.spec().name()
                : ComparisonTables.fileName(
                    results, "tests-" + new Suite(List.of(task)).fileName(), metric),
            "%s: %s, trained on %s"
                .formatted(
                    results.spec().title(), metric, Place.own(task, Moment.AFTER).taskName()));
    places(task)
        .forEach(
            (name, moments) -> {
              boolean own = name.equals(Place.own(task, Moment.AFTER).taskName());
              for (Place place : moments) {
                table.add(
                    own ? name + " (trained on)" : name,
                    words(place.moment()),
                    measure(task, place, metric),
                    List.of(task));
              }
            });
    return table.build();
  }

  /** The places of all tests of runs that were trained on a task, by name of the task tested. */
  private Map<String, Set<Place>> places(Task task) {
    Set<Place> found = new LinkedHashSet<>();
    found.add(Place.own(task, Moment.AFTER));
    results
        .records()
        .filter(run -> run.task().equals(task))
        .forEach(run -> run.results().tests().forEach(test -> found.add(Place.of(test))));
    Map<String, Set<Place>> places = new LinkedHashMap<>();
    for (Place place : found) {
      places
          .computeIfAbsent(
              place.taskName(), k -> new TreeSet<>(Comparator.comparing(Place::moment)))
          .add(place);
    }
    return places;
  }

  private Measure measure(Task task, Place place, String metric) {
    return new Measure(
        "",
        metric,
        Quantity.METRIC,
        true,
        null,
        (row, tasks) -> {
          Cell cell = results.over(row, tasks, run -> value(run, place, metric));
          // A completed run without the test was never asked for it.
          boolean asked = results.records(row, task).stream().anyMatch(run -> has(run, place));
          return cell.state() == State.UNDEFINED && !asked
              ? Cell.without(State.NOT_PLANNED, 0, List.of())
              : cell;
        });
  }

  private static boolean has(RunRecord run, Place place) {
    return place.equals(Place.own(run.task(), Moment.AFTER))
        || run.results().tests().stream().map(Place::of).anyMatch(place::equals);
  }

  private static @Nullable Double value(RunRecord run, Place place, String metric) {
    if (place.equals(Place.own(run.task(), Moment.AFTER))) {
      return run.metrics().get(metric);
    }
    for (Test test : run.results().tests()) {
      if (Place.of(test).equals(place)) {
        return test.metrics().get(metric);
      }
    }
    return null;
  }

  private static String words(Moment moment) {
    return switch (moment) {
      case BEFORE -> "before";
      case AFTER -> "after";
      case DETACHED -> "detached";
    };
  }
}
