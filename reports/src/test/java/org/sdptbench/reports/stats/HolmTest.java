package org.sdptbench.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HolmTest {

  /** By hand, as R's {@code p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")}: 0.03 0.06 0.06 0.02. */
  @Test
  void multipliesStepwiseAndStaysMonotone() {
    List<Double> adjusted = Holm.adjust(List.of(0.01, 0.04, 0.03, 0.005));
    List<Double> expected = List.of(0.03, 0.06, 0.06, 0.02);
    for (int i = 0; i < 4; i++) {
      assertThat(adjusted.get(i)).isCloseTo(expected.get(i), Offset.offset(1e-12));
    }
  }

  @Test
  void staysAProbability() {
    assertThat(Holm.adjust(List.of(0.5, 0.9, 0.5))).containsExactly(1.0, 1.0, 1.0);
    assertThat(Holm.adjust(List.of(0.2))).containsExactly(0.2);
    assertThat(Holm.adjust(List.of())).isEmpty();
    assertThatThrownBy(() -> Holm.adjust(List.of(0.2, 1.2))).hasMessageContaining("1.2");
    assertThatThrownBy(() -> Holm.adjust(List.of(Double.NaN))).hasMessageContaining("NaN");
  }
}
