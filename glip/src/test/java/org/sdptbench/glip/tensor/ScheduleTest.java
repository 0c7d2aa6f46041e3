package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  @Test
  void stepsWarmUpLinearlyAndDropAtMilestones() {
    Schedule schedule = new Schedule.Steps(0.02, List.of(3, 5), 0.1, new Schedule.Warmup(2, 0.1));
    double[] expected = {0.002, 0.011, 0.02, 0.002, 0.002, 0.0002};
    for (int step = 0; step < expected.length; step++) {
      assertThat(schedule.at(step)).isCloseTo(expected[step], within(1e-12));
    }
  }

  @Test
  void cosineFallsToZero() {
    Schedule schedule = new Schedule.Cosine(1, 100, Schedule.Warmup.NONE);
    assertThat(schedule.at(0)).isEqualTo(1);
    assertThat(schedule.at(50)).isCloseTo(0.5, within(1e-12));
    assertThat(schedule.at(100)).isCloseTo(0, within(1e-12));
  }
}
