package org.sdptbench.harness.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.spec.Spec;
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
}
