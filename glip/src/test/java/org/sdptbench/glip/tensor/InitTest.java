package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Moments, bounds and zeros of starts, against the formulas of {@code torch.nn.init}. */
class InitTest {
  private static final int COUNT = 100_000;

  /** Five standard errors of the deviation of COUNT values, relative; uniform ones vary less. */
  private static final double SAMPLING = 5 / Math.sqrt(2.0 * COUNT);

  private static float[] draw(Init init) {
    return init.draw(COUNT, new SplittableRandom(3));
  }

  private static double moment(float[] values, int power) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.pow(values[i], power))
        .average()
        .orElseThrow();
  }

  private static double largest(float[] values) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> Math.abs(values[i]))
        .max()
        .orElseThrow();
  }

  private static void verifyUniform(Init init, double bound) {
    float[] values = draw(init);
    assertThat(largest(values)).isBetween(0.999 * bound, bound * (1 + 1e-6));
    verifyDeviation(values, bound / Math.sqrt(3));
  }

  private static void verifyNormal(Init init, double deviation) {
    float[] values = draw(init);
    verifyDeviation(values, deviation);
    // A normal's fourth moment is 3σ⁴, a uniform's 1.8σ⁴.
    assertThat(moment(values, 4) / Math.pow(deviation, 4)).isCloseTo(3, within(0.2));
  }

  private static void verifyDeviation(float[] values, double deviation) {
    double standardError = deviation / Math.sqrt(values.length);
    assertThat(moment(values, 1)).isCloseTo(0, within(5 * standardError));
    assertThat(Math.sqrt(moment(values, 2))).isCloseTo(deviation, within(SAMPLING * deviation));
  }

  @Test
  void constantsAreConstant() {
    assertThat(draw(Init.ZEROS)).containsOnly(0f);
    assertThat(draw(Init.ONES)).containsOnly(1f);
  }

  @Test
  void glorotAndHeFollowTheFans() {
    verifyUniform(Init.xavierUniform(300, 100), Math.sqrt(6 / 400.0));
    verifyUniform(Init.xavierUniform(300, 100, Math.sqrt(2)), Math.sqrt(2) * Math.sqrt(6 / 400.0));
    verifyNormal(Init.xavierNormal(300, 100), Math.sqrt(2 / 400.0));
    verifyUniform(Init.kaimingUniform(300, 0), Math.sqrt(6 / 300.0));
    // The start of PyTorch's linear layers: slope √5 makes the bound 1 / √(fan in).
    verifyUniform(Init.kaimingUniform(300, Math.sqrt(5)), 1 / Math.sqrt(300));
    verifyNormal(Init.kaimingNormal(300, 0), Math.sqrt(2 / 300.0));
    verifyNormal(Init.kaimingNormal(300, 1), Math.sqrt(1 / 300.0));
  }

  @Test
  void truncatedNormalsEndAtTwoDeviations() {
    assertThat(largest(draw(new Init.TruncatedNormal(0.02)))).isBetween(0.0399, 0.04 + 1e-9);
  }

  /** ⌈0.3 · 10⌉ = 3 and ⌈0.5 · 5⌉ = 3 zeros a column, at other rows in other columns. */
  @Test
  void sparseColumnsHaveTheirShareOfZeros() {
    for (Sparsity matrix : new Sparsity[] {new Sparsity(10, 0.3), new Sparsity(5, 0.5)}) {
      int columns = COUNT / matrix.rows;
      float[] values = draw(new Init.Sparse(columns, matrix.sparsity, 0.01));
      int[] zerosOfRow = new int[matrix.rows];
      for (int column = 0; column < columns; column++) {
        int zeros = 0;
        for (int row = 0; row < matrix.rows; row++) {
          if (values[row * columns + column] == 0) {
            zeros++;
            zerosOfRow[row]++;
          }
        }
        assertThat(zeros).isEqualTo(3);
      }
      double expected = 3.0 * columns / matrix.rows;
      // Six standard errors of a row's count.
      for (int zeros : zerosOfRow) {
        assertThat((double) zeros).isCloseTo(expected, within(6 * Math.sqrt(0.25 * columns)));
      }
      double kept = 1 - 3.0 / matrix.rows;
      assertThat(Math.sqrt(moment(values, 2) / kept)).isCloseTo(0.01, within(2e-4));
    }
  }

  private record Sparsity(int rows, double sparsity) {}

  @Test
  void sparsityFromNoneToAll() {
    SplittableRandom random = new SplittableRandom(1);
    assertThat(new Init.Sparse(4, 0, 1).draw(12, random)).doesNotContain(0f);
    assertThat(new Init.Sparse(4, 1, 1).draw(12, random)).containsOnly(0f);
    // A single row: half of it, rounded up, is all of it.
    assertThat(new Init.Sparse(12, 0.5, 1).draw(12, random)).containsOnly(0f);
  }

  @Test
  void sparseStartsThatAreNoMatrixAreRefused() {
    assertThatThrownBy(() -> new Init.Sparse(0, 0.5, 1)).hasMessageContaining("found 0 and 0.5");
    assertThatThrownBy(() -> new Init.Sparse(4, Double.NaN, 1)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> new Init.Sparse(4, 0.5, 1).draw(10, new SplittableRandom(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("10 values are no rows of 4 columns");
  }

  @Test
  void valuesFollowFromTheRandomStream() {
    for (Init init : new Init[] {new Init.Sparse(100, 0.5, 1), Init.xavierNormal(3, 4)}) {
      assertThat(draw(init)).isEqualTo(draw(init));
    }
  }
}
