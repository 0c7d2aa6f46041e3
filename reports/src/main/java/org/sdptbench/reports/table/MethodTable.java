package org.sdptbench.reports.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.RunRecord.Task;

/** Builds a table with a row per method, and one per published method where values compare. */
final class MethodTable {

  private final SpecResults results;
  private final List<PublishedValue> published;
  private final String name;
  private final String title;
  private final List<Head> heads = new ArrayList<>();

  private record Head(Column column, Measure measure, List<Task> tasks) {}

  private record Source(String method, String model, String conditions) {
    static Source of(PublishedValue value) {
      return new Source(value.method(), value.model(), value.conditions());
    }

    String label() {
      return "published: %s, %s%s"
          .formatted(method, model, conditions.isEmpty() ? "" : ", " + conditions);
    }
  }

  MethodTable(SpecResults results, List<PublishedValue> published, String name, String title) {
    this.results = results;
    this.published = published;
    this.name = name;
    this.title = title;
  }

  void add(Measure measure, List<Task> tasks) {
    add(measure.group(), measure.label(), measure, tasks);
  }

  void add(String group, String label, Measure measure, List<Task> tasks) {
    heads.add(
        new Head(new Column(group, label, measure.quantity(), measure.ranked()), measure, tasks));
  }

  Table build() {
    List<Table.Row> rows = new ArrayList<>();
    for (String row : results.rows()) {
      rows.add(
          new Table.Row(
              row, heads.stream().map(h -> h.measure().value().of(row, h.tasks())).toList()));
    }
    Set<Source> sources = new LinkedHashSet<>();
    published.forEach(value -> sources.add(Source.of(value)));
    for (Source source : sources) {
      List<Optional<PublishedValue>> values =
          heads.stream().map(head -> published(source, head)).toList();
      if (values.stream().anyMatch(Optional::isPresent)) {
        List<Cell> cells =
            values.stream()
                .map(
                    value ->
                        value
                            .map(v -> Cell.published(v.value()))
                            .orElseGet(() -> Cell.without(Cell.State.NOT_PLANNED, 0, List.of())))
                .toList();
        rows.add(new Table.Row(source.label(), cells, true));
      }
    }
    return new Table(
            name,
            title,
            "method",
            Table.Contest.COLUMN,
            heads.stream().map(Head::column).toList(),
            rows,
            Measure.remarks(heads.stream().map(Head::measure).toList()))
        .ranked();
  }

  private Optional<PublishedValue> published(Source source, Head head) {
    String metric = head.measure().metric();
    if (metric == null || head.tasks().isEmpty()) {
      return Optional.empty();
    }
    String task = published(head.tasks());
    int shots = head.tasks().get(0).shots();
    return published.stream()
        .filter(value -> Source.of(value).equals(source))
        .filter(value -> value.metric().equals(metric) && value.task().equals(task))
        .filter(value -> value.comparesWith(shots))
        .findFirst();
  }

  /**
   * The name under which tasks were published: the data set's, or the suite's if they are all data
   * sets of the suite that were published, as a mean over others would not compare.
   */
  private String published(List<Task> tasks) {
    if (tasks.size() == 1) {
      return tasks.get(0).name();
    }
    String suite = tasks.get(0).suite();
    Set<String> ours = tasks.stream().map(Task::name).collect(Collectors.toSet());
    Set<String> theirs =
        published.stream()
            .map(PublishedValue::task)
            .filter(name -> name.startsWith(suite + "/"))
            .collect(Collectors.toSet());
    return ours.equals(theirs) ? suite : "";
  }
}
