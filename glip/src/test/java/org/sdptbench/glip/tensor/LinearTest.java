package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.golden.RandomArrays;

/** Large float32 products take another way than small ones and than float64. */
class LinearTest {
  @Test
  void largeProductsAreProducts() {
    long[][] sizes = {
      {1, 2048, 16, 16}, {3, 700, 48, 144}, {1, 992, 77, 31}, {2, 301, 384, 17}, {4, 84, 64, 16}
    };
    for (long[] size : sizes) {
      for (boolean biased : new boolean[] {true, false}) {
        try (GradMode on = GradMode.on();
            Scope scope = new Scope()) {
          List<NDArray> exact =
              List.of(
                  RandomArrays.normal(1, size[0], size[1], size[2]),
                  RandomArrays.normal(2, size[3], size[2]),
                  RandomArrays.normal(3, size[3]));
          List<NDArray> single =
              exact.stream().map(a -> Ops.castLike(a, Ops.full(0, DataType.FLOAT32, 1))).toList();
          NDArray cotangent = RandomArrays.normal(4, size[0], size[1], size[3]);
          NDArray expected = run(exact, cotangent, biased);
          NDArray actual =
              run(single, Ops.castLike(cotangent, Ops.full(0, DataType.FLOAT32, 1)), biased);
          close(actual, expected);
          for (int i = 0; i < (biased ? 3 : 2); i++) {
            close(gradient(single.get(i)), gradient(exact.get(i)));
          }
        }
      }
    }
  }

  private static NDArray gradient(NDArray leaf) {
    return Objects.requireNonNull(Gradients.of(leaf));
  }

  private static NDArray run(List<NDArray> leaves, NDArray cotangent, boolean biased) {
    leaves.forEach(leaf -> Gradients.require(leaf, true));
    NDArray y =
        biased
            ? Ops.linear(leaves.get(0), leaves.get(1), leaves.get(2))
            : Ops.linear(leaves.get(0), leaves.get(1));
    Gradients.backward(Ops.sum(Ops.mul(y, cotangent)));
    return y;
  }

  private static void close(NDArray actual, NDArray expected) {
    assertThat(actual.getShape()).isEqualTo(expected.getShape());
    double[] reference = expected.toDoubleArray();
    float[] found = actual.toFloatArray();
    double largest = 0;
    for (double value : reference) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < reference.length; i++) {
      assertThat((double) found[i]).isCloseTo(reference[i], within(2e-6 * largest));
    }
  }
}
