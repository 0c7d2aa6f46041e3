package org.sdptbench.reports.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sdptbench.reports.record.Layout.Columns;
import org.sdptbench.reports.record.Layout.Rows;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.SpecResults.Suite;

/**
 * The tables of a spec, arranged as its layout says.
 *
 * <p>Every table is a {@link Measure} of methods on lists of tasks. Where the rows are methods, a
 * column is a list of tasks and a measure; else a row and a column give the list of tasks, and each
 * column is split by method.
 */
public final class ComparisonTables {

  private final SpecResults results;
  private final List<PublishedValue> published;

  private ComparisonTables(SpecResults results, List<PublishedValue> published) {
    this.results = results;
    this.published = published;
  }

  /** Returns the tables of a spec without published values. */
  public static List<Table> of(SpecResults results) {
    return of(results, List.of());
  }

  /**
   * Returns the tables of a spec, the main one first, best and second best marked.
   *
   * @param published values to show beside ours where they fit
   */
  public static List<Table> of(SpecResults results, List<PublishedValue> published) {
    ComparisonTables tables = new ComparisonTables(results, published);
    Columns columns = results.spec().layout().columns();
    if (results.spec().layout().rows() != Rows.METHOD) {
      return new SplitTables(results).tables();
    }
    List<Table> all = new ArrayList<>(tables.of(columns));
    new AgreementTable(results, published).build().ifPresent(all::add);
    return all;
  }

  private List<Table> of(Columns columns) {
    return switch (columns) {
      case TASK -> tasks();
      case METRIC -> List.of(overview());
      case SHOTS -> shots();
      case TEST -> new TestTables(results).tables();
      case COST -> List.of(costs());
    };
  }

  private List<Table> tasks() {
    List<Table> tables = new ArrayList<>();
    tables.add(overview());
    for (Suite suite : results.suites()) {
      if (suite.tasks().size() > 1) {
        for (String metric : results.metrics(suite)) {
          tables.add(perTask(suite, metric));
        }
      }
    }
    return tables;
  }

  private Table overview() {
    MethodTable table = main();
    Measure.parameters(results).forEach(measure -> table.add(measure, results.tasks()));
    addMetrics(table);
    return table.build();
  }

  private Table costs() {
    MethodTable table = main();
    addMetrics(table);
    Measure.costs(results).forEach(measure -> table.add(measure, results.tasks()));
    return table.build();
  }

  private void addMetrics(MethodTable table) {
    for (Suite suite : results.suites()) {
      List<Task> tasks = suite.tasks();
      for (String metric : results.metrics(suite)) {
        String label = tasks.size() > 1 ? "%s, mean of %s".formatted(metric, tasks.size()) : metric;
        table.add(suite.label(), label, Measure.metric(results, metric), tasks);
      }
    }
  }

  private Table perTask(Suite suite, String metric) {
    MethodTable table =
        new MethodTable(
            results,
            published,
            fileName(results, suite.fileName(), metric),
            "%s per task of %s".formatted(metric, suite.label()));
    Measure measure = Measure.metric(results, metric);
    for (Task task : suite.tasks()) {
      table.add(suite.label(), task.dataset(), measure, List.of(task));
    }
    table.add(suite.label(), "mean", measure, suite.tasks());
    return table.build();
  }

  /** A table per metric: suites above, shots below. */
  private List<Table> shots() {
    Map<String, Set<String>> suitesByMetric = new LinkedHashMap<>();
    for (Suite suite : results.suites()) {
      for (String metric : results.metrics(suite)) {
        suitesByMetric.computeIfAbsent(metric, k -> new LinkedHashSet<>()).add(suite.key());
      }
    }
    List<Table> tables = new ArrayList<>();
    suitesByMetric.forEach(
        (metric, keys) -> {
          MethodTable table =
              tables.isEmpty()
                  ? main()
                  : new MethodTable(
                      results,
                      published,
                      fileName(results, "shots", metric),
                      "%s by images per class".formatted(metric));
          Measure.parameters(results).forEach(measure -> table.add(measure, results.tasks()));
          for (String key : keys) {
            String name = results.suiteName(key);
            for (Suite suite : results.suites()) {
              if (suite.key().equals(key)) {
                List<Task> tasks = suite.tasks();
                String mean = tasks.size() > 1 ? ", mean of " + tasks.size() : "";
                table.add(
                    "%s of %s%s".formatted(metric, name, mean),
                    results.trainsOn(suite) ? suite.shotsLabel() : "no training",
                    Measure.metric(results, metric),
                    tasks);
              }
            }
          }
          tables.add(table.build());
        });
    return tables;
  }

  private MethodTable main() {
    return new MethodTable(results, published, results.spec().name(), results.spec().title());
  }

  /** File name of a table that is not the main one of its spec. */
  static String fileName(SpecResults results, String what, String metric) {
    return "%s-%s-%s"
        .formatted(
            results.spec().name(),
            what.replaceAll("[^A-Za-z0-9_-]", "_"),
            metric.replaceAll("[^A-Za-z0-9]", "_"));
  }
}
