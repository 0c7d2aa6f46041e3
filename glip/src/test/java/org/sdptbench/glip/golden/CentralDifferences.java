package org.sdptbench.glip.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

/** Checks gradients of float64 functions against central differences. */
public final class CentralDifferences {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-7;

  private CentralDifferences() {}

  /** Float64 values from N(0, 1) in the given shape, fixed by the seed. */
  public static NDArray normal(long seed, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    double[] values = new double[size];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Ops.of(values, shape);
  }

  /**
   * Asserts that the gradient of the sum of a function's outputs, each weighted by fixed random
   * numbers, agrees with central differences in every element of every input.
   *
   * @param function of as many inputs as {@code inputs} has
   * @param inputs float64
   */
  public static void verify(Function<List<NDArray>, List<NDArray>> function, List<NDArray> inputs) {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      inputs.forEach(input -> Gradients.require(input, true));
      Gradients.backward(loss(function.apply(inputs)));
    }
    for (int i = 0; i < inputs.size(); i++) {
      double[] values = Ops.detach(inputs.get(i)).toDoubleArray();
      NDArray gradient = Gradients.of(inputs.get(i));
      assertThat(gradient).as("gradient of input %d", i).isNotNull();
      double[] actual = gradient.toDoubleArray();
      for (int j = 0; j < values.length; j++) {
        double expected =
            (at(function, inputs, i, values, j, STEP) - at(function, inputs, i, values, j, -STEP))
                / (2 * STEP);
        assertThat(actual[j])
            .as("derivative by element %d of input %d", j, i)
            .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
      }
    }
  }

  private static double at(
      Function<List<NDArray>, List<NDArray>> function,
      List<NDArray> inputs,
      int input,
      double[] values,
      int element,
      double step) {
    double[] moved = values.clone();
    moved[element] += step;
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      NDArray[] changed = inputs.toArray(NDArray[]::new);
      changed[input] = Ops.of(moved, inputs.get(input).getShape().getShape());
      return loss(function.apply(List.of(changed))).toDoubleArray()[0];
    }
  }

  private static NDArray loss(List<NDArray> outputs) {
    NDArray loss = null;
    for (int i = 0; i < outputs.size(); i++) {
      NDArray weights = normal(1000 + i, outputs.get(i).getShape().getShape());
      NDArray term = Ops.sum(Ops.mul(outputs.get(i), weights));
      loss = loss == null ? term : Ops.add(loss, term);
    }
    return java.util.Objects.requireNonNull(loss);
  }
}
