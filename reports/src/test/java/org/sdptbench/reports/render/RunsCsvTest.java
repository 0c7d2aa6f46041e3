package org.sdptbench.reports.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sdptbench.reports.ChangedRuns.withBase;
import static org.sdptbench.reports.ChangedRuns.withResults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Base;
import org.sdptbench.reports.record.RunRecord.Task;

class RunsCsvTest {

  private static final Task OLD = new Task("coco", "coco", 0);
  private static final Task NEW = new Task("sea", "fish", 0);

  private final RunRecord plain = FakeRuns.completed("LoRA (r = 8)", OLD, 0, 0.5);
  private final RunsCsv csv = new RunsCsv(List.of(plain, onTop()));

  private RunRecord onTop() {
    RunRecord run = FakeRuns.completed("SDPT (k = 10)", NEW, 0, 0.25);
    Results results =
        new Results(
            run.metrics(),
            new TreeMap<>(),
            List.of(
                new Results.Test(
                    Moment.BEFORE, OLD, new TreeMap<>(Map.of("AP", 0.5, "AP50", 0.75))),
                new Results.Test(Moment.DETACHED, OLD, new TreeMap<>(Map.of("AP", 0.5)))),
            List.of(0.24, 0.26),
            List.of());
    return withBase(
        withResults(run, results), new Base(plain.method(), OLD, plain.recipe(), false));
  }

  private @Nullable Object value(int run, String column) {
    return csv.rows().get(run).get(csv.header().indexOf(column));
  }

  @Test
  void saysWhatWasTrainedBefore() {
    assertThat(value(1, "base.method")).isEqualTo("lora");
    assertThat(value(1, "base.dataset")).isEqualTo("coco");
    assertThat(value(1, "base.continued")).isEqualTo(false);
    assertThat(value(1, "base.setting.rank")).isEqualTo(8L);
    assertThat(value(1, "base.recipe.lr")).isEqualTo(0.001);
    assertThat(value(0, "base.method")).isNull();
    assertThat(value(0, "base.setting.rank")).isNull();
    assertThat(csv.rows()).allMatch(row -> row.size() == csv.header().size());
  }

  @Test
  void testsAndResamplesHaveFilesOfTheirOwn() {
    String cell = FakeRuns.id("SDPT (k = 10)", NEW, 0);
    assertThat(csv.tests())
        .containsExactly(
            List.of(cell, "before", "coco", "coco", "AP", 0.5),
            List.of(cell, "before", "coco", "coco", "AP50", 0.75),
            List.of(cell, "detached", "coco", "coco", "AP", 0.5));
    assertThat(csv.bootstrapHeader()).containsExactly("cell", "ap_0", "ap_1");
    assertThat(csv.bootstrap()).containsExactly(List.of(cell, 0.24, 0.26));
  }

  @Test
  void versionsOfLibrariesStandInOnePlace() {
    assertThat(csv.header()).contains("libraries").noneMatch(name -> name.startsWith("library."));
    assertThat(value(0, "libraries")).isEqualTo(1);
    assertThat(value(1, "libraries")).isEqualTo(1);
    assertThat(csv.libraries())
        .containsExactlyElementsOf(
            plain.provenance().libraries().entrySet().stream()
                .map(entry -> List.<Object>of(1, entry.getKey(), entry.getValue()))
                .toList())
        .isNotEmpty();
  }
}
