package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
  @Test
  void showsEveryImageOncePerEpoch() {
    EpochOrder order = new EpochOrder(7, new SplittableRandom(1));
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(IntStream.range(0, 7).map(i -> order.next()).toArray())
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
    }
  }

  @Test
  void needsAnImage() {
    assertThatThrownBy(() -> new EpochOrder(0, new SplittableRandom(1)))
        .hasMessageContaining("no training image");
  }
}
