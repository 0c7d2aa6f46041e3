package org.sdptbench.reports.table;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.sdptbench.reports.record.Layout;
import org.sdptbench.reports.record.Layout.Rows;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.SpecResults.Suite;
import org.sdptbench.reports.table.Table.Contest;

/**
 * Tables whose rows are data sets or numbers of shots, one per suite; each column is split by
 * method, and methods compete within a row.
 */
final class SplitTables {

  private final SpecResults results;
  private final Layout layout;

  SplitTables(SpecResults results) {
    this.results = results;
    this.layout = results.spec().layout();
  }

  /** A row or column: its name, and the tasks of a suite that it stands for. */
  private record Line(String label, Predicate<Task> tasks) {}

  /** A column before it is split by method. */
  private record Head(String label, Predicate<Task> tasks, Measure measure) {}

  List<Table> tables() {
    List<String> suites = results.suites().stream().map(Suite::key).distinct().toList();
    List<Table> tables = new ArrayList<>();
    for (String suite : suites) {
      for (Part part : parts(suite)) {
        boolean main = tables.isEmpty();
        String title = "%s: %s".formatted(results.spec().title(), part.title());
        String name =
            main
                ? results.spec().name()
                : ComparisonTables.fileName(results, suite, part.fileName());
        tables.add(table(name, title, part));
      }
    }
    return tables;
  }

  /** A table to be: some tasks, its rows and its columns. */
  private record Part(
      String title, String fileName, List<Task> tasks, List<Line> rows, List<Head> heads) {}

  private List<Part> parts(String key) {
    List<Task> tasks = results.tasks().stream().filter(t -> t.suite().equals(key)).toList();
    String suite = results.suiteName(key);
    List<Line> datasets = datasets(tasks);
    List<Line> shots = shots(tasks);
    List<String> metrics =
        results.suites().stream()
            .filter(s -> s.key().equals(key))
            .findFirst()
            .map(results::metrics)
            .orElseThrow();
    List<Part> parts = new ArrayList<>();
    switch (layout.columns()) {
      case METRIC, COST -> {
        List<Measure> measures = new ArrayList<>();
        metrics.forEach(metric -> measures.add(Measure.metric(results, metric)));
        if (layout.columns() == Layout.Columns.COST) {
          measures.addAll(Measure.costs(results));
        }
        List<Head> heads =
            measures.stream().map(m -> new Head(heading(m), task -> true, m)).toList();
        if (layout.rows() == Rows.SHOTS) {
          parts.add(new Part(suite, "all", tasks, shots, heads));
        } else {
          for (Line some : shots) {
            List<Task> part = tasks.stream().filter(some.tasks()).toList();
            String title = shots.size() > 1 ? suite + ", " + some.label() : suite;
            parts.add(new Part(title, some.label(), part, datasets(part), heads));
          }
        }
      }
      case SHOTS, TASK -> {
        List<Line> columns = layout.rows() == Rows.TASK ? shots : datasets;
        for (String metric : metrics) {
          Measure measure = Measure.metric(results, metric);
          List<Head> heads =
              columns.stream().map(c -> new Head(c.label(), c.tasks(), measure)).toList();
          parts.add(
              new Part(
                  "%s of %s".formatted(metric, suite),
                  metric,
                  tasks,
                  layout.rows() == Rows.TASK ? datasets : shots,
                  heads));
        }
      }
      case TEST -> throw new IllegalStateException("a layout that is not allowed: " + layout);
    }
    return parts;
  }

  private static String heading(Measure measure) {
    return measure.group().isEmpty()
        ? measure.label()
        : "%s: %s".formatted(measure.group(), measure.label());
  }

  private static List<Line> datasets(List<Task> tasks) {
    List<Line> lines = new ArrayList<>();
    List<String> names = tasks.stream().map(Task::dataset).distinct().toList();
    names.forEach(name -> lines.add(new Line(name, task -> task.dataset().equals(name))));
    if (names.size() > 1) {
      lines.add(new Line("mean", task -> true));
    }
    return lines;
  }

  private static List<Line> shots(List<Task> tasks) {
    return tasks.stream()
        .map(Task::shotsLabel)
        .distinct()
        .map(label -> new Line(label, task -> task.shotsLabel().equals(label)))
        .toList();
  }

  private Table table(String name, String title, Part part) {
    List<Column> columns = new ArrayList<>();
    for (Head head : part.heads()) {
      for (String method : results.rows()) {
        columns.add(
            new Column(head.label(), method, head.measure().quantity(), head.measure().ranked()));
      }
    }
    List<Table.Row> rows = new ArrayList<>();
    for (Line row : part.rows()) {
      List<Cell> cells = new ArrayList<>();
      for (Head head : part.heads()) {
        List<Task> tasks = part.tasks().stream().filter(row.tasks().and(head.tasks())).toList();
        for (String method : results.rows()) {
          cells.add(head.measure().value().of(method, tasks));
        }
      }
      rows.add(new Table.Row(row.label(), cells));
    }
    String stub = layout.rows() == Rows.TASK ? "data set" : "images per class";
    List<Measure> measures = part.heads().stream().map(Head::measure).toList();
    return new Table(name, title, stub, Contest.ROW, columns, rows, Measure.remarks(measures))
        .ranked();
  }
}
