package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SaliencyMapTest {
  /** 0 1 2 3 / 4 5 6 7 / 8 9 10 11. */
  private final SaliencyMap map =
      new SaliencyMap(3, 4, IntStream.range(0, 12).asDoubleStream().toArray());

  @Test
  void paddingIsCutOffButNoCellThatShowsTheImage() {
    SaliencyMap cut = map.without(new ImageSize(32, 24), new ImageSize(17, 16));
    assertThat(cut.rows()).isEqualTo(2);
    assertThat(cut.columns()).isEqualTo(3);
    assertThat(cut.weights()).containsExactly(0, 1, 2, 4, 5, 6);
    ImageSize whole = new ImageSize(32, 24);
    assertThat(map.without(whole, whole).weights()).isEqualTo(map.weights());
  }

  @Test
  void coarseningTakesMeansAlsoAtTheRim() {
    assertThat(map.coarsened(4)).isSameAs(map);
    SaliencyMap coarse = map.coarsened(2);
    assertThat(coarse.rows()).isEqualTo(2);
    assertThat(coarse.columns()).isEqualTo(2);
    assertThat(coarse.weights()).containsExactly(2.5, 4.5, 8.5, 10.5);
    assertThat(map.coarsened(1).weights()).containsExactly(5.5);
  }

  @Test
  void negativeWeightsAndWrongSizesAreRefused() {
    assertThatThrownBy(() -> new SaliencyMap(1, 2, new double[] {1, -1}))
        .hasMessageContaining("-1.0");
    assertThatThrownBy(() -> new SaliencyMap(1, 2, new double[] {1, Double.NaN}))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> new SaliencyMap(2, 2, new double[3])).hasMessageContaining("2 x 2");
  }
}
