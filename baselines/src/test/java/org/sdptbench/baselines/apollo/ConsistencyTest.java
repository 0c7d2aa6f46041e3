package org.sdptbench.baselines.apollo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sdptbench.baselines.PlainNumbers.dot;
import static org.sdptbench.baselines.PlainNumbers.softmax;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

class ConsistencyTest {
  private static final int BATCH = 2;
  private static final int V = 3;
  private static final int GRID = 2;
  private static final int REGIONS = BATCH * GRID * GRID;

  private static final Consistency TERM = new Consistency(0.7, 1.5, GRID);

  /** Unit vectors of the regions. */
  private static double[][] directions(NDArray regions) {
    double[] values = regions.toDoubleArray();
    double[][] rows = new double[REGIONS][V];
    for (int b = 0; b < BATCH; b++) {
      for (int c = 0; c < V; c++) {
        for (int cell = 0; cell < GRID * GRID; cell++) {
          rows[b * GRID * GRID + cell][c] = values[(b * V + c) * GRID * GRID + cell];
        }
      }
    }
    for (double[] row : rows) {
      double norm = Math.sqrt(dot(row, row));
      Arrays.setAll(row, i -> row[i] / norm);
    }
    return rows;
  }

  private static double[] toOthers(int i, double[] from, double[][] to, double temperature) {
    return IntStream.range(0, REGIONS)
        .filter(j -> j != i)
        .mapToDouble(j -> dot(from, to[j]) / temperature)
        .toArray();
  }

  private static double divergence(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += p[i] * Math.log(p[i] / q[i]);
    }
    return sum;
  }

  private static double expected(NDArray adapted, NDArray frozen) {
    double[][] x = directions(adapted);
    double[][] a = directions(frozen);
    double total = 0;
    for (int i = 0; i < REGIONS; i++) {
      double positive = Math.exp(dot(x[i], a[i]) / 0.2);
      double negatives = Arrays.stream(toOthers(i, x[i], a, 0.2)).map(Math::exp).sum();
      double[] p = softmax(toOthers(i, x[i], x, 0.04));
      double[] q = softmax(toOthers(i, a[i], x, 0.04));
      double[] mean = new double[p.length];
      Arrays.setAll(mean, j -> (p[j] + q[j]) / 2);
      double js = (divergence(p, mean) + divergence(q, mean)) / 2;
      total += -Math.log(positive / negatives) + 1.5 * js;
    }
    return 0.7 * total / REGIONS;
  }

  @Test
  void followsItsFormula() {
    try (Scope scope = new Scope()) {
      NDArray adapted = RandomArrays.normal(1, BATCH, V, GRID, GRID);
      NDArray frozen = Ops.add(adapted, RandomArrays.normal(2, BATCH, V, GRID, GRID));
      assertThat(TERM.loss(adapted, frozen).getDouble())
          .isCloseTo(expected(adapted, frozen), within(1e-9));
    }
  }

  /** Each level counts the same, however many cells it has; cells on a border count for both. */
  @Test
  void regionsAreMeansOverAllLevels() {
    try (Scope scope = new Scope()) {
      NDArray fine =
          Ops.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}, 1, 1, 3, 5);
      NDArray coarse = Ops.of(new double[] {100, 200}, 1, 1, 1, 2);
      double[] expected = {
        ((1 + 2 + 3 + 6 + 7 + 8) / 6.0 + 100) / 2,
        ((3 + 4 + 5 + 8 + 9 + 10) / 6.0 + 200) / 2,
        ((6 + 7 + 8 + 11 + 12 + 13) / 6.0 + 100) / 2,
        ((8 + 9 + 10 + 13 + 14 + 15) / 6.0 + 200) / 2
      };
      assertThat(TERM.regions(List.of(fine, coarse)).toDoubleArray())
          .containsExactly(expected, within(1e-12));
    }
  }

  @Test
  void regionsOfAMirroredImageLieMirrored() {
    try (Scope scope = new Scope()) {
      NDArray level = RandomArrays.normal(3, 1, V, 5, 7);
      NDArray mirrored = TERM.regions(List.of(Ops.flip(level, 3)));
      assertThat(Ops.flip(mirrored, 3).toDoubleArray())
          .containsExactly(TERM.regions(List.of(level)).toDoubleArray(), within(1e-12));
    }
  }

  @Test
  void oneRegionHasNothingToBeToldApartFrom() {
    assertThat(new Consistency(1, 2, 1).applies(1)).isFalse();
    assertThat(new Consistency(1, 2, 1).applies(2)).isTrue();
    assertThat(new Consistency(1, 2, 2).applies(1)).isTrue();
  }
}
