package org.sdptbench.harness.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.Speed;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.testing.FakeRecords;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

class CellTimesTest {
  @Test
  void timesLearnFromRecords() throws Exception {
    Vocabulary vocabulary = FakeVocabulary.create(false);
    Spec spec =
        Scales.spec(
            vocabulary,
            "name: x\ntitle: t\nquestion: q\ntasks: [odinw13]\nmethods: [full, sdpt]\n");
    Plan plan = new Planner(vocabulary, Scales.small(vocabulary)).plan(List.of(spec));
    Cell full = plan.cells().get(0);
    Cell sdpt = plan.cells().get(1);
    CellTimes times =
        new CellTimes(
            Scales.small(vocabulary).estimate(),
            FakeVocabulary.create(false).datasets(),
            List.of());
    assertThat(times.seconds(full)).isEqualTo(20 * 8 * 0.01 + 2);
    times.add(FakeRecords.of(full, RunRecord.Outcome.COMPLETED, "", 36.0));
    times.add(FakeRecords.of(sdpt, RunRecord.Outcome.INVALID, "", 1000.0));
    assertThat(times.seconds(full)).isEqualTo(36.0);
    assertThat(times.seconds(sdpt)).as("what all cells say").isEqualTo(36.0);
    times.add(FakeRecords.of(sdpt, RunRecord.Outcome.COMPLETED, "", 7.2));
    assertThat(times.seconds(sdpt)).isCloseTo(7.2, offset(1e-9));
    assertThat(times.seconds(plan.cells().get(3)))
        .as("sdpt on another task")
        .isCloseTo(7.2, offset(1e-9));
    assertThat(times.seconds(List.of(full, full, full, full), 2)).isEqualTo(72.0);
    assertThat(times.seconds(List.of(full), 8)).isEqualTo(36.0);
  }

  /** coco of the fake catalog: 1,000 training, 100 validation and 50 test images. */
  @Test
  void validationsAndTestsCount() throws Exception {
    Vocabulary vocabulary = FakeVocabulary.create(true);
    Spec spec =
        Scales.spec(
            vocabulary,
            "name: x\ntitle: t\nquestion: q\ntasks: [coco]\nmethods: [zero-shot, sdpt]\n"
                + "recipe: {epochs: 10, validateEpochs: 2, batchSize: 4, testImages: 20}\n");
    Plan plan = new Planner(vocabulary, Scales.small(vocabulary)).plan(List.of(spec));
    Cell tested = plan.cells().get(0);
    Cell trained = plan.cells().get(1);
    Scale.Estimate guess = new Scale.Estimate(3, 5, 7, 0, List.of());
    CellTimes times = new CellTimes(guess, vocabulary.datasets(), List.of());
    assertThat(times.seconds(tested)).isEqualTo(20 * 5 + 7);
    assertThat(times.seconds(trained)).isEqualTo(10 * 1000 * 3 + (5 * 100 + 20) * 5 + 7);
    Speed speed = new Speed(trained.model(), "sdpt", trained.method().settings(), 0.5, 0.25);
    assertThat(
            new CellTimes(
                    new Scale.Estimate(3, 5, 7, 0, List.of(speed)),
                    vocabulary.datasets(),
                    List.of())
                .seconds(trained))
        .isEqualTo(10 * 1000 * 0.5 + (5 * 100 + 20) * 0.25 + 7);
  }
}
