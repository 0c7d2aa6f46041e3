package org.sdptbench.reports.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;

class SettingsTest {
  private static final Task FISH = new Task("sea", "fish", 0);

  private final List<PlannedCell> cells = new ArrayList<>();
  private final Map<String, RunRecord> runs = new TreeMap<>();

  private void run(String row, Map<String, Object> recipe) {
    RunRecord like = FakeRuns.completed(row, FISH, 0, 0.5);
    cells.add(new PlannedCell(like.cell(), row, FISH, 0));
    runs.put(
        like.cell(),
        new RunRecord(
            like.version(),
            like.cell(),
            like.model(),
            like.method(),
            FISH,
            null,
            new TreeMap<>(recipe),
            0,
            like.outcome(),
            null,
            like.results(),
            like.cost(),
            like.curve(),
            like.provenance()));
  }

  @Test
  void aSettingIsSharedThoughMethodsWithoutTrainingLackIt() {
    run("Zero-shot", Map.of("testImages", 5));
    run("Linear probe", Map.of("testImages", 5, "clipNorm", 2.0, "learningRate", 0.01));
    run("BitFit", Map.of("testImages", 5, "clipNorm", 2.0, "learningRate", 0.1));
    Spec spec = new Spec("comparison", "t", "q", null, Map.of(), cells);
    Settings settings =
        new Settings(new ReportPlan("title", "mini", "small.", List.of(spec)), runs);
    assertThat(settings.recipe().rows())
        .containsExactly(List.of("clipNorm", "2.0"), List.of("testImages", "5"));
    assertThat(settings.methods().rows())
        .extracting(row -> row.get(0), row -> row.get(3))
        .containsExactly(
            tuple("Zero-shot", ""),
            tuple("Linear probe", "learningRate = 0.01"),
            tuple("BitFit", "learningRate = 0.1"));
  }
}
