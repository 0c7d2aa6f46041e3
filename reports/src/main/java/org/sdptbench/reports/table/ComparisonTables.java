package org.sdptbench.reports.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.SpecResults.Suite;

/** The tables of a spec: one over all suites, and one per suite of several tasks. */
public final class ComparisonTables {

  private ComparisonTables() {}

  /** Returns the tables of a spec, the one over all suites first, best and second best marked. */
  public static List<Table> of(SpecResults results) {
    List<Table> tables = new ArrayList<>();
    tables.add(overview(results));
    for (Suite suite : results.suites()) {
      if (results.tasks(suite).size() > 1) {
        for (String metric : results.metrics(suite)) {
          tables.add(perTask(results, suite, metric));
        }
      }
    }
    return tables;
  }

  private static Table overview(SpecResults results) {
    List<Column> columns = new ArrayList<>();
    List<Function<String, Cell>> cells = new ArrayList<>();
    columns.add(new Column("trained parameters", "number", Quantity.PARAMETERS, false));
    cells.add(row -> results.cost(row, RunRecord.Cost::trainableParameters));
    columns.add(new Column("trained parameters", "% of model", Quantity.SHARE, false));
    cells.add(row -> results.cost(row, RunRecord.Cost::trainableShare));
    for (Suite suite : results.suites()) {
      int tasks = results.tasks(suite).size();
      for (String metric : results.metrics(suite)) {
        String label = tasks > 1 ? "%s, mean of %d".formatted(metric, tasks) : metric;
        columns.add(new Column(suite.label(), label, Quantity.METRIC, true));
        cells.add(row -> results.average(row, suite, metric));
      }
    }
    return table(results, results.spec().name(), results.spec().title(), columns, cells);
  }

  private static Table perTask(SpecResults results, Suite suite, String metric) {
    List<Column> columns = new ArrayList<>();
    List<Function<String, Cell>> cells = new ArrayList<>();
    for (Task task : results.tasks(suite)) {
      columns.add(new Column(suite.label(), task.dataset(), Quantity.METRIC, true));
      cells.add(row -> results.task(row, task, metric));
    }
    columns.add(new Column(suite.label(), "mean", Quantity.METRIC, true));
    cells.add(row -> results.average(row, suite, metric));
    String name =
        "%s-%s-%s"
            .formatted(
                results.spec().name(), suite.fileName(), metric.replaceAll("[^A-Za-z0-9]", "_"));
    return table(
        results, name, "%s per task of %s".formatted(metric, suite.label()), columns, cells);
  }

  private static Table table(
      SpecResults results,
      String name,
      String title,
      List<Column> columns,
      List<Function<String, Cell>> cells) {
    List<Table.Row> rows =
        results.rows().stream()
            .map(row -> new Table.Row(row, cells.stream().map(c -> c.apply(row)).toList()))
            .toList();
    return new Table(name, title, columns, rows).ranked();
  }
}
