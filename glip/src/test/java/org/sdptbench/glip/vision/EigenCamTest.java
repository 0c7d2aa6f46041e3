package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

class EigenCamTest {
  private static final int CHANNELS = 5;
  private static final int POSITIONS = 4 * 6;

  /** The first principal component by power iteration on the covariance, which needs no SVD. */
  private static double[] byPowerIteration(double[] features) {
    double[][] x = new double[POSITIONS][CHANNELS];
    for (int c = 0; c < CHANNELS; c++) {
      double mean = 0;
      for (int p = 0; p < POSITIONS; p++) {
        x[p][c] = Math.abs(features[c * POSITIONS + p]);
        mean += x[p][c] / POSITIONS;
      }
      for (int p = 0; p < POSITIONS; p++) {
        x[p][c] -= mean;
      }
    }
    double[] v = {1, 0.5, 0.25, 0.125, 0.0625};
    for (int i = 0; i < 5000; i++) {
      double[] next = new double[CHANNELS];
      for (double[] row : x) {
        double dot = dot(row, v);
        for (int c = 0; c < CHANNELS; c++) {
          next[c] += row[c] * dot;
        }
      }
      double norm = Math.sqrt(dot(next, next));
      for (int c = 0; c < CHANNELS; c++) {
        v[c] = next[c] / norm;
      }
    }
    double sign = Math.signum(Arrays.stream(v).sum());
    return Arrays.stream(x).mapToDouble(row -> Math.max(0, sign * dot(row, v))).toArray();
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @Test
  void agreesWithPowerIteration() {
    for (int seed = 0; seed < 4; seed++) {
      try (Scope scope = new Scope()) {
        NDArray level = RandomArrays.normal(seed, 1, CHANNELS, 4, 6);
        SaliencyMap map = EigenCam.of(level);
        assertThat(map.rows()).isEqualTo(4);
        assertThat(map.columns()).isEqualTo(6);
        assertThat(map.weights())
            .containsExactly(byPowerIteration(level.toDoubleArray()), offset(1e-8));
      }
    }
  }

  /** A bright corner on a dull ground is what is shown, not the ground. */
  @Test
  void keepsWhatIsMoreActiveThanTheMean() {
    float[] values = new float[CHANNELS * POSITIONS];
    Arrays.fill(values, 0.1f);
    for (int c = 0; c < CHANNELS; c++) {
      values[c * POSITIONS] = c % 2 == 0 ? 3 : -3; // the sign of a feature does not matter
    }
    try (Scope scope = new Scope()) {
      double[] weights = EigenCam.of(Ops.of(values, 1, CHANNELS, 4, 6)).weights();
      assertThat(weights[0]).isGreaterThan(1);
      assertThat(Arrays.stream(weights).skip(1)).allMatch(weight -> weight == 0);
    }
  }

  @Test
  void needsOneImage() {
    try (Scope scope = new Scope()) {
      NDArray two = RandomArrays.normal(1, 2, CHANNELS, 4, 6);
      assertThatThrownBy(() -> EigenCam.of(two))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("[1, C, H, W]");
    }
  }
}
