package org.sdptbench.harness.spec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import org.sdptbench.reports.record.Layout;
import org.sdptbench.reports.record.MetricNames;
import org.sdptbench.reports.record.ReportPlan;

/**
 * Checks what a spec says of its report: that its tables can be arranged so, that the metrics
 * exist, and that its name is free for tables. Parts whose structure is wrong are left to {@link
 * SchemaCheck}.
 */
final class ReportCheck {
  private static final JsonPointer REPORT = JsonPointer.compile("/report");

  private final YamlSource source;
  private final Problems problems;

  ReportCheck(YamlSource source, Problems problems) {
    this.source = source;
    this.problems = problems;
  }

  void check() {
    String name = source.root().path("name").asText();
    if (ReportPlan.RESERVED_NAMES.contains(name)) {
      problems.add(
          Problem.of(
              source.at(JsonPointer.compile("/name")),
              "name '%s' is that of a table of every report".formatted(name),
              "any other than " + String.join(", ", ReportPlan.RESERVED_NAMES)));
    }
    JsonNode report = source.root().at(REPORT);
    Layout.Rows rows = rows(report).orElse(Layout.DEFAULT.rows());
    Layout.Columns columns = columns(report).orElse(Layout.DEFAULT.columns());
    if (!rows.columns().contains(columns)) {
      JsonPointer at = REPORT.appendProperty(report.has("columns") ? "columns" : "rows");
      problems.add(
          Problem.of(
              source.at(at),
              "columns '%s' with rows '%s'".formatted(columns.word(), rows.word()),
              String.join(", ", rows.columns().stream().map(Layout.Columns::word).toList())));
    }
    JsonPointer metrics = REPORT.appendProperty("metrics");
    Nodes.textsByIndex(report.path("metrics"))
        .forEach(
            (i, metric) -> {
              if (!MetricNames.ALL.contains(metric)) {
                Location where = source.at(metrics.appendIndex(i));
                problems.add(Problem.unknown(where, "metric", metric, MetricNames.ALL));
              }
            });
  }

  /** The rows that a spec asks for; empty if it asks for none, or for what does not exist. */
  static Optional<Layout.Rows> rows(JsonNode report) {
    String word = report.path("rows").asText();
    return Arrays.stream(Layout.Rows.values()).filter(r -> r.word().equals(word)).findFirst();
  }

  /** The columns that a spec asks for; empty if it asks for none, or for what does not exist. */
  static Optional<Layout.Columns> columns(JsonNode report) {
    String word = report.path("columns").asText();
    return Arrays.stream(Layout.Columns.values()).filter(c -> c.word().equals(word)).findFirst();
  }
}
