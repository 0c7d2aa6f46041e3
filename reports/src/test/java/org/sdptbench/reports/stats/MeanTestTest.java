package org.sdptbench.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MeanTestTest {

  /** R 4: {@code t.test(sleep$extra)} prints t = 3.413, df = 19, p-value = 0.002918. */
  @Test
  void agreesWithRsTTestOnTheSleepData() {
    MeanTest test =
        MeanTest.of(
            List.of(
                0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0, 1.9, 0.8, 1.1, 0.1, -0.1, 4.4,
                5.5, 1.6, 4.6, 3.4));
    assertThat(test.n()).isEqualTo(20);
    assertThat(test.p()).isCloseTo(0.002918, within(5e-7));
  }

  @Test
  void equalValuesAreCertain() {
    assertThat(MeanTest.of(List.of(0.1, 0.1, 0.1)).p()).isZero();
    assertThat(MeanTest.of(List.of(0.0, 0.0)).p()).isEqualTo(1);
  }

  @Test
  void refusesASingleValue() {
    assertThatThrownBy(() -> MeanTest.of(List.of(1.0))).hasMessageContaining("two values");
  }

  @Test
  void rejectsWhereTheIntervalDoesNotReachOverZero() {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      List<Double> values = new ArrayList<>();
      for (int n = 2 + random.nextInt(8); n > 0; n--) {
        values.add(random.nextGaussian() + random.nextDouble());
      }
      Interval interval = Objects.requireNonNull(Estimate.of(values).interval());
      assertThat(MeanTest.of(values).p() <= 0.05).isEqualTo(!interval.contains(0));
    }
  }
}
