package org.sdptbench.reports.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sdptbench.reports.ChangedRuns.withResults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.stats.Interval;
import org.sdptbench.reports.table.SpecResults;

class PairedComparisonTest {
  private static final String SDPT = "SDPT (k = 10)";
  private static final String BITFIT = "BitFit";
  private static final String ZERO_SHOT = "Zero-shot";

  private static final Task OLD = new Task("picto-coco", "picto-coco", 0);
  private static final Task FISH = new Task("odinw", "Aquarium", 0);
  private static final Task FEW_FISH = new Task("odinw", "Aquarium", 3);
  private static final Task RACCOON = new Task("odinw", "Raccoon", 0);

  private final List<PlannedCell> cells = new ArrayList<>();
  private final Map<String, RunRecord> runs = new HashMap<>();

  private void planned(String row, Task task, int seed) {
    cells.add(new PlannedCell(FakeRuns.id(row, task, seed), row, task, seed));
  }

  private void run(String row, Task task, int seed, double ap, Double... bootstrap) {
    planned(row, task, seed);
    RunRecord run = FakeRuns.completed(row, task, seed, ap);
    Results results =
        new Results(run.metrics(), new TreeMap<>(), List.of(), List.of(bootstrap), List.of());
    runs.put(run.cell(), withResults(run, results));
  }

  private PairedComparison compare(String first, String second) {
    Spec spec = new Spec("comparison", "Title", "Question?", null, Map.of(), cells);
    return PairedComparison.of(new SpecResults(spec, runs), first, second, "AP");
  }

  /** By hand: differences 0.125 and 0.375, mean 0.25, s = 0.1767767, t(0.975, 1) = 12.7062047. */
  @Test
  void pairsRunsOfTheSameSeedOnly() {
    run(SDPT, FISH, 0, 0.5);
    run(SDPT, FISH, 1, 0.75);
    run(SDPT, FISH, 2, 1.0);
    run(BITFIT, FISH, 0, 0.375);
    run(BITFIT, FISH, 1, 0.375);
    planned(BITFIT, FISH, 2);
    planned(SDPT, RACCOON, 0);
    run(BITFIT, RACCOON, 0, 0.5);
    PairedComparison comparison = compare(SDPT, BITFIT);
    assertThat(comparison.tasks()).hasSize(1);
    TaskEffect effect = comparison.tasks().get(0);
    assertThat(effect.difference().bySeed())
        .containsExactly(Map.entry(0L, 0.125), Map.entry(1L, 0.375));
    assertThat(effect.first().mean()).isEqualTo(0.625);
    assertThat(effect.second().mean()).isEqualTo(0.375);
    Interval interval = Objects.requireNonNull(effect.difference().estimate().interval());
    assertThat(interval.halfWidth()).isCloseTo(12.7062047 * 0.125, within(1e-7));
    assertThat(effect.testImages()).isNull();
    assertThat(comparison.without()).containsExactly(RACCOON);
    assertThat(comparison.overall()).isEmpty();
    assertThat(comparison.limits())
        .containsExactly(
            "With 2 seeds the smallest p that the rank test can give on one task is 0.500; to reach"
                + " 0.05 takes 6 seeds.");
  }

  /** A method that trains nothing ran once, and is the same at every seed. */
  @Test
  void whatTrainsNothingIsComparedAtEverySeed() {
    run(ZERO_SHOT, FISH, 0, 0.25);
    run(SDPT, FISH, 1, 0.5);
    run(SDPT, FISH, 2, 0.75);
    assertThat(compare(SDPT, ZERO_SHOT).tasks().get(0).difference().values())
        .containsExactly(0.25, 0.5);
    assertThat(compare(ZERO_SHOT, SDPT).tasks().get(0).difference().values())
        .containsExactly(-0.25, -0.5);
  }

  @Test
  void bootstrapsWhereAllRunsHoldTheSameResamples() {
    run(SDPT, FISH, 0, 0.5, 0.5, 0.75);
    run(BITFIT, FISH, 0, 0.25, 0.25, 0.5);
    run(SDPT, RACCOON, 0, 0.5, 0.5, 0.75);
    run(BITFIT, RACCOON, 0, 0.25);
    List<TaskEffect> tasks = compare(SDPT, BITFIT).tasks();
    assertThat(Objects.requireNonNull(tasks.get(0).testImages()).interval())
        .isEqualTo(new Interval(0.25, 0.25));
    assertThat(tasks.get(1).testImages()).isNull();
  }

  /**
   * By hand: means 0.125 and 0.25 (all shots: 0.125, 0.25; 3 shots: 0.375) and 0.5 on the old task.
   * Over data sets Aquarium has (0.125 + 0.375) / 2, so 0.25, 0.25 and 0.5 have the mean 1/3.
   */
  @Test
  void anOverallEffectCountsDataSetsOnce() {
    effect(OLD, 0.5);
    effect(FISH, 0.125);
    effect(RACCOON, 0.25);
    effect(FEW_FISH, 0.375);
    PairedComparison comparison = compare(SDPT, BITFIT);
    assertThat(comparison.overall())
        .extracting(OverallEffect::scope)
        .containsExactly("the 2 tasks of odinw", "all 3 data sets");
    OverallEffect suite = comparison.overall().get(0);
    assertThat(suite.effect().mean()).isCloseTo(0.1875, within(1e-12));
    assertThat(suite.rankTest().p()).isEqualTo(0.5);
    assertThat(suite.adjustedP()).isEqualTo(0.5);
    OverallEffect all = comparison.overall().get(1);
    assertThat(all.effect().tasks()).isEqualTo(3);
    assertThat(all.effect().mean()).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(all.rankTest().p()).isEqualTo(0.25);
    assertThat(all.adjustedP()).isEqualTo(0.5);
    assertThat(comparison.limits())
        .hasSize(3)
        .anySatisfy(
            limit ->
                assertThat(limit)
                    .contains(
                        "With 1 seed ", "takes 6 seeds, 8 after Holm's correction for 4 tasks"))
        .anySatisfy(
            limit -> assertThat(limit).contains("Over all 3 data sets", "0.250", "6 tasks"));
  }

  private void effect(Task task, double difference) {
    run(SDPT, task, 0, 0.25 + difference);
    run(BITFIT, task, 0, 0.25);
  }

  /** Six seeds, all in favour: exact p 1/32 each; Holm doubles it for two tasks. */
  @Test
  void correctsForTheNumberOfTasks() {
    for (int seed = 0; seed < 6; seed++) {
      for (Task task : List.of(FISH, RACCOON)) {
        run(SDPT, task, seed, 0.5 + 0.01 * seed);
        run(BITFIT, task, seed, 0.25);
      }
    }
    assertThat(compare(SDPT, BITFIT).tasks())
        .allSatisfy(
            effect -> {
              assertThat(effect.difference().rankTest().p()).isCloseTo(1 / 32.0, within(1e-12));
              assertThat(effect.adjustedP()).isCloseTo(1 / 16.0, within(1e-12));
            });
  }

  @Test
  void refusesRowsThatAreNotThere() {
    run(SDPT, FISH, 0, 0.5);
    assertThatThrownBy(() -> compare(SDPT, "LoRA"))
        .hasMessageContaining("'LoRA', allowed are [SDPT (k = 10)]");
    assertThatThrownBy(() -> compare(SDPT, SDPT)).hasMessageContaining("two rows");
  }
}
