package org.sdptbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.testing.FakeRecords;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.CurvePoint;
import org.sdptbench.reports.record.RunRecord.Outcome;

class RecordDifferencesTest {
  private static final RunRecord.Task FISH = new RunRecord.Task("odinw", "Aquarium", 0);

  private static Cell cell(long seed) {
    return new Cell(
        "glip-mini",
        new RunRecord.Method("full", "Full", new TreeMap<>()),
        FISH,
        new TreeMap<>(),
        seed,
        new TreeMap<>(),
        1);
  }

  private static RunRecord run(double ap, double fish, double before, double drawn, double loss) {
    RunRecord empty = FakeRecords.of(cell(1), Outcome.COMPLETED, "fine", ap + loss);
    Results results =
        new Results(
            new TreeMap<>(Map.of("AP", ap)),
            new TreeMap<>(Map.of("fish", fish)),
            List.of(
                new Results.Test(
                    Results.Moment.BEFORE, FISH, new TreeMap<>(Map.of("AP50", before)))),
            List.of(0.5, drawn),
            List.of());
    List<CurvePoint> curve =
        List.of(new CurvePoint(0, null, null, 0.25), new CurvePoint(5, loss, loss, null));
    return FakeRecords.withCurve(FakeRecords.withResults(empty, results), curve);
  }

  @Test
  void timesAloneAreNoDifference() {
    RunRecord first = run(0.5, 0.5, 0.5, 0.5, 1);
    RunRecord slow = FakeRecords.of(cell(1), Outcome.COMPLETED, "fine", 1e6);
    RunRecord second =
        FakeRecords.withProvenance(
            FakeRecords.withCurve(FakeRecords.withResults(slow, first.results()), first.curve()),
            first.provenance());
    assertThat(first).isNotEqualTo(second);
    assertThat(RecordDifferences.between(first, second).isNone()).isTrue();
    assertThat(RecordDifferences.between(first, second).origin()).isEmpty();
  }

  /** Of a processor that rounds otherwise; on one of the same type nothing may differ. */
  @Test
  void anotherProcessorMayDifferByLittle() {
    RunRecord published = run(0.5, 0.5, 0.5, 0.5, 1);
    RunRecord near = run(0.5 + 3e-8, 0.5 - 3e-8, 0.5, 0.5 + 3e-8, 1.001);
    RunRecord far = run(0.5 + 2e-6, 0.5, 0.5, 0.5, 1);
    assertThat(RecordDifferences.tolerance(published, near)).isZero();
    RunRecord abacus = FakeRecords.moved(near);
    double tolerance = RecordDifferences.tolerance(published, abacus);
    assertThat(tolerance).isEqualTo(1e-6);
    assertThat(RecordDifferences.between(published, near, tolerance).isNone()).isTrue();
    assertThat(RecordDifferences.between(published, near).isNone()).isFalse();
    assertThat(RecordDifferences.between(published, far, tolerance).results())
        .singleElement()
        .asString()
        .startsWith("metrics.AP: published 0.5, here 0.500002");
  }

  @Test
  void theLastBitCountsEverywhere() {
    double near = Math.nextUp(0.5);
    RecordDifferences differences =
        RecordDifferences.between(
            run(0.5, 0.5, 0.5, 0.5, 1), run(near, near, near, near, Math.nextUp(1.0)));
    assertThat(differences.results())
        .containsExactly(
            "classAp.fish: published 0.5, here 0.5000000000000001 (+1.1e-16)",
            "metrics.AP: published 0.5, here 0.5000000000000001 (+1.1e-16)",
            "tests.before.odinw/Aquarium.AP50: published 0.5, here 0.5000000000000001 (+1.1e-16)",
            "bootstrapAp: 1 of 2 differ, first number 1 published 0.5, here 0.5000000000000001"
                + " (+1.1e-16)",
            "curve losses: 1 of 2 differ, first number 1 published 1.0, here 1.0000000000000002"
                + " (+2.2e-16)");
  }

  @Test
  void anotherOutcomeStandsForAll() {
    RunRecord failed = FakeRecords.of(cell(1), Outcome.INVALID, "no disk\nat x", 1);
    assertThat(RecordDifferences.between(run(0.5, 0.5, 0.5, 0.5, 1), failed).results())
        .containsExactly("outcome: published completed, fine, here invalid, no disk");
  }

  @Test
  void theSampleIsTheSameEveryTimeAndHoldsATrainedMethod() {
    List<Cell> cells = new ArrayList<>();
    SortedMap<String, RunRecord> published = new TreeMap<>();
    for (long seed = 0; seed < 30; seed++) {
      cells.add(cell(seed));
      RunRecord run = FakeRecords.of(cell(seed), Outcome.COMPLETED, "fine", 1);
      published.put(run.cell(), seed == 7 ? run : FakeRecords.untrained(run));
    }
    published.put(cell(29).id(), FakeRecords.of(cell(29), Outcome.CRASHED, "no final record", 1));
    List<Cell> backwards = new ArrayList<>(cells);
    Collections.reverse(backwards);
    for (int size : new int[] {1, 5, 29, 100}) {
      VerificationSample sample = VerificationSample.of(cells, published, size);
      assertThat(sample).isEqualTo(VerificationSample.of(backwards, published, size));
      assertThat(sample.candidates()).isEqualTo(29);
      assertThat(sample.cells())
          .hasSize(Math.min(size, 29))
          .doesNotHaveDuplicates()
          .contains(cell(7))
          .doesNotContain(cell(29));
    }
    assertThat(VerificationSample.of(cells, new TreeMap<>(), 5).cells()).isEmpty();
  }
}
