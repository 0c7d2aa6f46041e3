package org.sdptbench.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EstimateTest {

  /** R 4: {@code t.test(sleep$extra)$conf.int} prints 0.5955845 2.4844155, mean 1.54. */
  @Test
  void agreesWithRsTTestOnTheSleepData() {
    Estimate estimate =
        Estimate.of(
            List.of(
                0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0, 1.9, 0.8, 1.1, 0.1, -0.1, 4.4,
                5.5, 1.6, 4.6, 3.4));
    assertThat(estimate.n()).isEqualTo(20);
    assertThat(estimate.mean()).isCloseTo(1.54, within(1e-12));
    Interval interval = Objects.requireNonNull(estimate.interval());
    assertThat(interval.low()).isCloseTo(0.5955845, within(5e-8));
    assertThat(interval.high()).isCloseTo(2.4844155, within(5e-8));
  }

  /**
   * SciPy: {@code t.ppf(0.975, 2)} = 4.302652729696142 and {@code t.ppf(0.975, 1)} = 12.7062047.
   */
  @Test
  void usesStudentsTWithSmallSamples() {
    Interval three = Objects.requireNonNull(Estimate.of(List.of(1.0, 2.0, 3.0)).interval());
    assertThat(three.halfWidth()).isCloseTo(4.302652729696142 / Math.sqrt(3), within(1e-8));
    Interval two = Objects.requireNonNull(Estimate.of(List.of(1.0, 3.0)).interval());
    assertThat(two.halfWidth()).isCloseTo(12.706204736, within(1e-6));
  }

  @Test
  void inventsNoIntervalForASingleValue() {
    Estimate estimate = Estimate.of(List.of(0.25));
    assertThat(estimate.mean()).isEqualTo(0.25);
    assertThat(estimate.interval()).isNull();
  }

  @Test
  void refusesNoValuesAndNaN() {
    assertThatThrownBy(() -> Estimate.of(List.of())).hasMessageContaining("finite values");
    assertThatThrownBy(() -> Estimate.of(List.of(1.0, Double.NaN))).hasMessageContaining("NaN");
  }
}
