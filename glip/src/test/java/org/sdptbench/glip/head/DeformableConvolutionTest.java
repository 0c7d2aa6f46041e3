package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sdptbench.glip.golden.RandomArrays.normal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.GradientCheck;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.tensor.Scope;

class DeformableConvolutionTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void gradientsAreCentralDifferences(int stride) {
    // Offsets and mask are larger than the output, so the trap is checked as well.
    GradientCheck.check(
        a ->
            DeformableConvolution.apply(
                a.get(0), a.get(1), a.get(2), a.get(3), a.get(4), stride, Precision.FLOAT32),
        1,
        new long[] {2, 2, 4, 3},
        new long[] {2, 18, 4, 4},
        new long[] {2, 9, 4, 4},
        new long[] {3, 2, 3, 3},
        new long[] {3});
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void withoutOffsetsItIsAConvolution(int stride) {
    try (Scope scope = new Scope()) {
      NDArray x = normal(1, 2, 3, 5, 6);
      NDArray weight = normal(2, 4, 3, 3, 3);
      NDArray bias = normal(3, 4);
      NDArray offset = Ops.zerosLike(Ops.of(new double[2 * 18 * 30], 2, 18, 5, 6));
      NDArray mask = Ops.onesLike(Ops.of(new double[2 * 9 * 30], 2, 9, 5, 6));
      double[] expected = Ops.conv2d(x, weight, bias, stride, 1).toDoubleArray();
      assertThat(
              DeformableConvolution.apply(x, offset, mask, weight, bias, stride, Precision.FLOAT32)
                  .toDoubleArray())
          .containsExactly(expected, within(1e-12));
    }
  }

  @Test
  void pointsOnTheLineOutsideHaveNoGradient() {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      NDArray x = Ops.of(IntStream.range(1, 10).asDoubleStream().toArray(), 1, 1, 3, 3);
      NDArray weight = Ops.onesLike(Ops.of(new double[9], 1, 1, 3, 3));
      NDArray offset = Ops.zerosLike(Ops.of(new double[18 * 9], 1, 18, 3, 3));
      NDArray mask = Ops.onesLike(Ops.of(new double[9 * 9], 1, 9, 3, 3));
      Gradients.require(offset, true);
      NDArray bias = Ops.of(new double[1], 1);
      Gradients.backward(
          Ops.sum(
              DeformableConvolution.apply(x, offset, mask, weight, bias, 1, Precision.FLOAT32)));
      double[] gradient = Objects.requireNonNull(Gradients.of(offset)).toDoubleArray();
      // The kernel's first point reads row −1 at the output's first row: dy is dead there. At
      // (1, 1) it reads pixel (0, 0), where the derivatives are the steps to the next row, column.
      assertThat(gradient[0]).isZero();
      assertThat(gradient[4]).isEqualTo(3);
      assertThat(gradient[9 + 4]).isEqualTo(1);
    }
  }

  @Test
  void offsetsThatAreNoNumberYieldNone() {
    try (Scope scope = new Scope()) {
      NDArray offset = Ops.full(Double.NaN, DataType.FLOAT32, 1, 18, 2, 2);
      NDArray y =
          DeformableConvolution.apply(
              Ops.full(0, DataType.FLOAT32, 1, 1, 2, 2),
              offset,
              Ops.full(0, DataType.FLOAT32, 1, 9, 2, 2),
              Ops.full(0, DataType.FLOAT32, 1, 1, 3, 3),
              Ops.full(0, DataType.FLOAT32, 1),
              1,
              Precision.FLOAT32);
      assertThat(y.toFloatArray()).containsOnly(Float.NaN);
    }
  }

  @Test
  void smallOffsetsAreRefused() {
    try (Scope scope = new Scope()) {
      NDArray x = Ops.full(0, DataType.FLOAT32, 1, 2, 4, 4);
      assertThatThrownBy(
              () ->
                  DeformableConvolution.apply(
                      x,
                      Ops.full(0, DataType.FLOAT32, 1, 18, 4, 3),
                      Ops.full(0, DataType.FLOAT32, 1, 9, 4, 4),
                      Ops.full(0, DataType.FLOAT32, 2, 2, 3, 3),
                      Ops.full(0, DataType.FLOAT32, 2),
                      1,
                      Precision.FLOAT32))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("16 output positions")
          .hasMessageContaining("offset")
          .hasMessageContaining("(1, 18, 4, 3)");
    }
  }
}
