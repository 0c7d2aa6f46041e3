package org.sdptbench.reports.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.stats.Estimate;
import org.sdptbench.reports.stats.Interval;
import org.sdptbench.reports.table.Cell.Rank;
import org.sdptbench.reports.table.Cell.State;

class ComparisonTablesTest {

  private static final Task FISH = new Task("sea", "fish", 0);
  private static final Task CRABS = new Task("sea", "crabs", 0);

  private final List<PlannedCell> cells = new ArrayList<>();
  private final Map<String, RunRecord> runs = new TreeMap<>();

  private void plan(String row, Task task, int seed) {
    cells.add(new PlannedCell(FakeRuns.id(row, task, seed), row, task, seed));
  }

  private void run(String row, Task task, int seed, double ap) {
    plan(row, task, seed);
    RunRecord run = FakeRuns.completed(row, task, seed, ap);
    runs.put(run.cell(), run);
  }

  private List<Table> tables() {
    return ComparisonTables.of(
        new SpecResults(new Spec("c", "t", "q", null, Map.of(), cells), runs));
  }

  @Test
  void averagesTasksWithinASeedAndThenSeeds() {
    run("BitFit", FISH, 0, 0.1);
    run("BitFit", CRABS, 0, 0.3);
    run("BitFit", FISH, 1, 0.2);
    run("BitFit", CRABS, 1, 0.6);
    Table overview = tables().get(0);
    assertThat(overview.columns().get(2).label()).isEqualTo("AP, mean of 2");
    Cell cell = overview.rows().get(0).cells().get(2);
    assertThat(Objects.requireNonNull(cell.value())).isCloseTo(0.3, within(1e-15));
    Interval expected = Objects.requireNonNull(Estimate.of(List.of(0.2, 0.4)).interval());
    Interval found = Objects.requireNonNull(cell.interval());
    assertThat(found.low()).isCloseTo(expected.low(), within(1e-12));
    assertThat(found.high()).isCloseTo(expected.high(), within(1e-12));
    assertThat(cell.n()).isEqualTo(2);
    assertThat(cell.runs()).hasSize(4);
  }

  @Test
  void aSeedThatLacksATaskDoesNotCountInTheAverage() {
    run("BitFit", FISH, 0, 0.1);
    run("BitFit", CRABS, 0, 0.3);
    run("BitFit", FISH, 1, 0.9);
    plan("BitFit", CRABS, 1);
    Cell average = tables().get(0).rows().get(0).cells().get(2);
    assertThat(Objects.requireNonNull(average.value())).isCloseTo(0.2, within(1e-15));
    assertThat(average.interval()).isNull();
    assertThat(average.partial()).isTrue();
    Cell fish = tables().get(1).rows().get(0).cells().get(0);
    assertThat(fish.n()).isEqualTo(2);
  }

  @Test
  void aMethodThatIsNotPlannedOnEveryTaskHasNoAverage() {
    run("BitFit", FISH, 0, 0.1);
    run("BitFit", CRABS, 0, 0.3);
    run("MaPLe", FISH, 0, 0.9);
    Table.Row row = tables().get(0).rows().get(1);
    assertThat(row.cells().get(2).state()).isEqualTo(State.NOT_PLANNED);
    assertThat(tables().get(1).rows().get(1).cells().get(1).state()).isEqualTo(State.NOT_PLANNED);
  }

  @Test
  void missingFailedDivergedAndUndefinedAreDifferentStates() {
    FakeRuns fake = new FakeRuns(10, 3, 2);
    SpecResults results = new SpecResults(fake.plan().specs().get(0), fake.records());
    Task coco = new Task("picto-coco", "picto-coco", 0);
    Task voc = new Task("picto-odinw13", "PascalVOC", 0);
    Task aquarium = new Task("picto-odinw13", "Aquarium", 0);
    assertThat(results.task("UPT", coco, "AP").state()).isEqualTo(State.NOT_RUN);
    assertThat(results.task("BitFit", voc, "AP").state()).isEqualTo(State.FAILED);
    assertThat(results.task("LoRA (r = 8)", aquarium, "AP").state()).isEqualTo(State.DIVERGED);
    assertThat(results.task("BitFit", coco, "APs").state()).isEqualTo(State.UNDEFINED);
    assertThat(results.task("nobody", coco, "AP").state()).isEqualTo(State.NOT_PLANNED);
    assertThat(results.task("BitFit", coco, "AP").state()).isEqualTo(State.VALUE);
  }

  @Test
  void marksBestAndSecondByUnroundedValueAndSharesPlaces() {
    run("BitFit", FISH, 0, 0.30001);
    run("MaPLe", FISH, 0, 0.30002);
    run("UPT", FISH, 0, 0.1);
    assertThat(ranks(tables().get(0))).containsExactly(Rank.SECOND, Rank.BEST, Rank.NONE);
    run("Full fine-tuning", FISH, 0, 0.30002);
    assertThat(ranks(tables().get(0))).containsExactly(Rank.NONE, Rank.BEST, Rank.NONE, Rank.BEST);
  }

  @Test
  void aSingleValueIsNotTheBestOfAnything() {
    run("BitFit", FISH, 0, 0.3);
    plan("UPT", FISH, 0);
    assertThat(ranks(tables().get(0))).containsExactly(Rank.NONE, Rank.NONE);
  }

  @Test
  void showsThreeDigitsOfParametersAndShares() {
    assertThat(Quantity.PARAMETERS.format(0)).isEqualTo("0");
    assertThat(Quantity.PARAMETERS.format(999)).isEqualTo("999");
    assertThat(Quantity.PARAMETERS.format(10_240)).isEqualTo("10.2 k");
    assertThat(Quantity.PARAMETERS.format(999_600)).isEqualTo("1.00 M");
    assertThat(Quantity.PARAMETERS.format(231_780_222)).isEqualTo("232 M");
    assertThat(Quantity.SHARE.format(163_840 / 430_422_384.0)).isEqualTo("0.04");
    assertThat(Quantity.SHARE.format(1e-6)).isEqualTo("< 0.01");
    assertThat(Quantity.SHARE.format(1)).isEqualTo("100");
    assertThat(Quantity.METRIC.format(0.34449)).isEqualTo("34.4");
  }

  private static List<Rank> ranks(Table table) {
    return table.rows().stream().map(row -> row.cells().get(2).rank()).toList();
  }
}
