package org.sdptbench.harness.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DetectionRowsTest {
  @Test
  void givesBackWhatWasAppended() {
    SplittableRandom random = new SplittableRandom(1);
    List<Detection> expected = new ArrayList<>();
    DetectionRows rows = new DetectionRows();
    for (int i = 0; i < 5000; i++) {
      Detection one =
          new Detection(
              random.nextLong(),
              random.nextInt(),
              new Box(
                  (float) random.nextDouble(-5, 2000),
                  (float) random.nextDouble(2000),
                  (float) random.nextDouble(2000),
                  (float) random.nextDouble(2000)),
              (float) random.nextDouble());
      expected.add(one);
      if (i < 100) {
        rows.add(one);
      }
    }
    rows.addAll(expected.subList(100, 5000));
    assertThat(rows).isEqualTo(expected).hasSize(5000);
    assertThatThrownBy(() -> rows.get(5000)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> rows.add(new Detection(1, 1, new Box(0.1, 0, 1, 1), 0.5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no number of float32: 0.1");
    assertThat(rows).hasSize(5000);
  }
}
