package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.sdptbench.glip.golden.RandomArrays.normal;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ConvolutionTest {
  /** BitFit's case: the bias is added apart then, which must not show. */
  @Test
  void aBiasIsTrainedWithoutItsWeightAsWithIt() {
    try (Scope scope = new Scope()) {
      assertThat(outputAndGradients(false))
          .zipSatisfy(
              outputAndGradients(true),
              (alone, both) -> assertThat(alone).containsExactly(both, offset(1e-11)));
    }
  }

  /** Output, gradient of the input, gradient of the bias. */
  private static List<double[]> outputAndGradients(boolean weightToo) {
    NDArray x = normal(1, 2, 3, 6, 5);
    NDArray weight = normal(2, 4, 3, 3, 3);
    NDArray bias = normal(3, 4);
    Gradients.require(x, true);
    Gradients.require(weight, weightToo);
    Gradients.require(bias, true);
    try (GradMode on = GradMode.on()) {
      NDArray y = Ops.conv2d(x, weight, bias, 2, 1);
      Gradients.backward(Ops.sum(Ops.mul(y, normal(4, y.getShape().getShape()))));
      List<double[]> results = new ArrayList<>(List.of(y.toDoubleArray()));
      for (NDArray leaf : List.of(x, bias)) {
        results.add(Objects.requireNonNull(Gradients.of(leaf)).toDoubleArray());
      }
      return results;
    }
  }
}
