package org.sdptbench.reports.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.Layout;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;

class AgreementTableTest {
  private final List<PlannedCell> cells = new ArrayList<>();
  private final Map<String, RunRecord> runs = new LinkedHashMap<>();

  private static final String OFFICIAL = "a".repeat(64);

  private String weights = OFFICIAL;

  private void run(String row, String dataset, double ap, String split, String prompts, long cut) {
    RunRecord made =
        FakeRuns.completed("Zero-shot", new Task("odinw", dataset, 0), cells.size(), ap);
    RunRecord run =
        new RunRecord(
            made.version(),
            made.cell(),
            "glip-t-c",
            new RunRecord.Method("zero-shot", "Zero-shot", new TreeMap<>()),
            made.task(),
            null,
            new TreeMap<>(Map.of("testSplit", split, "prompts", prompts, "testImages", cut)),
            0,
            made.outcome(),
            null,
            made.results(),
            made.cost(),
            List.of(),
            with(made.provenance(), weights));
    cells.add(new PlannedCell(run.cell(), row, run.task(), 0));
    runs.put(run.cell(), run);
  }

  private static RunRecord.Provenance with(RunRecord.Provenance made, String weights) {
    return new RunRecord.Provenance(
        made.commit(),
        made.dirty(),
        made.machine(),
        made.java(),
        made.libraries(),
        new TreeMap<>(Map.of("weights:glip-t-c", weights)),
        made.tensorThreads(),
        made.startedAt());
  }

  private static PublishedValue value(
      String model, String task, @Nullable String split, @Nullable String prompts, double ap) {
    return new PublishedValue("zero-shot", model, task, split, prompts, null, "AP", ap, null, "s")
        .of(OFFICIAL);
  }

  private Optional<Table> table(PublishedValue... values) {
    Spec spec = new Spec("c", "Title", "q", null, Map.of(), Layout.DEFAULT, cells);
    return new AgreementTable(new SpecResults(spec, runs), List.of(values)).build();
  }

  private static List<String> texts(Table table) {
    return table.rows().stream()
        .map(
            row ->
                row.label()
                    + ": "
                    + row.cells().stream()
                        .map(
                            cell ->
                                cell.value() == null ? "-" : Quantity.METRIC.format(cell.value()))
                        .toList())
        .toList();
  }

  @Test
  void onlyTheSameCheckpointSplitAndCaptionsCompare() {
    run("names", "Raccoon", 0.242, "validation", "names", 0);
    run("written", "Raccoon", 0.30, "validation", "written", 0);
    run("test", "Raccoon", 0.31, "test", "names", 0);
    Table table =
        table(
                value("GLIP-T (C)", "odinw/Raccoon", "validation", "names", 0.244),
                value("GLIP-T (C)", "odinw/Raccoon", "test", "names", 0.281),
                value("GLIP-T (A)", "odinw/Raccoon", "validation", "names", 0.075),
                value("GLIP-T", "odinw/Raccoon", null, null, 0.6))
            .orElseThrow();
    assertThat(texts(table))
        .containsExactly(
            "names on odinw/Raccoon, AP (s): [24.4, 24.2, -0.2]",
            "test on odinw/Raccoon, AP (s): [28.1, 31.0, 2.9]");
    assertThat(TableNotes.of(table))
        .last()
        .isEqualTo(
            "1 of 2 measured values are within 0.3 points of what was published; not test on"
                + " odinw/Raccoon, AP (s): +2.9.");
    assertThat(TableNotes.of(table)).noneMatch(note -> note.contains("No run has completed"));
  }

  /** A mean over other data sets is another quantity. */
  @Test
  void aMeanComparesWhereAllDataSetsOfTheSuiteAreThere() {
    PublishedValue[] values = {
      value("GLIP-T (C)", "odinw", "validation", "names", 0.3),
      value("GLIP-T (C)", "odinw", "unknown", "unknown", 0.444),
      value("GLIP-T (C)", "odinw/Raccoon", "validation", "names", 0.2),
      value("GLIP-T (C)", "odinw/pothole", "validation", "names", 0.4)
    };
    run("names", "Raccoon", 0.2, "validation", "names", 0);
    assertThat(texts(table(values).orElseThrow())).hasSize(1);
    run("names", "pothole", 0.41, "validation", "names", 0);
    assertThat(texts(table(values).orElseThrow()))
        .contains("names on odinw, AP (s): [30.0, 30.5, 0.5]")
        .hasSize(3);
  }

  @Test
  void fromAPartOfTheTestImagesNothingFollows() {
    run("names", "Raccoon", 0.1, "validation", "names", 5);
    assertThat(
            table(value("GLIP-T (C)", "odinw/Raccoon", "validation", "names", 0.244))
                .orElseThrow()
                .remarks())
        .singleElement()
        .asString()
        .startsWith("Some runs did not test as the published ones did (all images");
  }

  @Test
  void whereNothingComparesThereIsNoTable() {
    run("names", "Raccoon", 0.1, "validation", "names", 0);
    assertThat(table(value("GLIP-T (C)", "coco", null, null, 0.467))).isEmpty();
  }

  /** A user's own checkpoint runs under the same preset. */
  @Test
  void otherWeightsThanTheOfficialOnesAreCalledSo() {
    weights = "b".repeat(64);
    run("names", "Raccoon", 0.244, "validation", "names", 0);
    PublishedValue value = value("GLIP-T (C)", "odinw/Raccoon", "validation", "names", 0.244);
    Table table = table(value).orElseThrow();
    assertThat(table.title()).contains("what was found here with another one");
    assertThat(table.remarks())
        .singleElement()
        .asString()
        .startsWith(
            "The weights of glip-t-c are not known to be the official checkpoint (SHA-256 bb")
        .contains("nothing follows")
        .doesNotContain("are within");
    weights = OFFICIAL;
    cells.clear();
    runs.clear();
    run("names", "Raccoon", 0.244, "validation", "names", 0);
    assertThat(table(value).orElseThrow().title()).contains("of this checkpoint");
  }
}
