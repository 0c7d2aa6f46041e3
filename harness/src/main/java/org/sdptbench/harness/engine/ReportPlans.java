package org.sdptbench.harness.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecord;

/** What the report needs of a plan. */
final class ReportPlans {
  private static final String TITLE = "SDPT-bench";
  private static final Map<String, String> IN_WORDS =
      Map.of(
          "mini",
          "A small model on rendered scenes; not comparable with the paper's absolute numbers.",
          "paper",
          "The official GLIP weights on the paper's data sets.");

  private ReportPlans() {}

  /** Reads the harness's {@code plan.json}. */
  static ReportPlan read(Path file) throws IOException {
    JsonNode root = new ObjectMapper().readTree(file.toFile());
    Map<String, JsonNode> cells = new HashMap<>();
    root.path("cells").forEach(cell -> cells.put(cell.path("id").asText(), cell));
    List<ReportPlan.Spec> specs = new ArrayList<>();
    for (JsonNode spec : root.path("specs")) {
      List<ReportPlan.PlannedCell> planned = new ArrayList<>();
      for (JsonNode entry : spec.path("entries")) {
        String id = entry.path("cell").asText();
        JsonNode cell = cells.get(id);
        if (cell == null) {
          throw new IOException("%s: no cell %s".formatted(file, id));
        }
        planned.add(
            new ReportPlan.PlannedCell(
                id, entry.path("label").asText(), task(cell), cell.path("seed").asLong()));
      }
      JsonNode reproduces = spec.path("reproduces");
      specs.add(
          new ReportPlan.Spec(
              spec.path("name").asText(),
              spec.path("title").asText(),
              spec.path("question").asText(),
              reproduces.isTextual() ? reproduces.asText() : null,
              metrics(spec, planned),
              planned));
    }
    String scale = root.path("scale").asText();
    return new ReportPlan(TITLE, scale, IN_WORDS.getOrDefault(scale, scale), specs);
  }

  private static RunRecord.Task task(JsonNode cell) {
    JsonNode task = cell.path("task");
    return new RunRecord.Task(
        task.path("suite").asText(), task.path("dataset").asText(), task.path("shots").asInt());
  }

  private static Map<String, List<String>> metrics(
      JsonNode spec, List<ReportPlan.PlannedCell> cells) {
    List<String> wanted = new ArrayList<>();
    spec.path("report").path("metrics").forEach(metric -> wanted.add(metric.asText()));
    Map<String, List<String>> metrics = new TreeMap<>();
    if (!wanted.isEmpty()) {
      cells.forEach(cell -> metrics.put(cell.task().suite(), wanted));
    }
    return metrics;
  }
}
