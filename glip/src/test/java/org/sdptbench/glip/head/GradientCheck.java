package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

/** Compares gradients with central differences, in float64. */
final class GradientCheck {
  private static final double STEP = 1e-6;
  private static final double TOLERANCE = 1e-6;

  private GradientCheck() {}

  /** Normal values. */
  static double[] normal(Random random, long... shape) {
    int size = 1;
    for (long n : shape) {
      size = Math.toIntExact(size * n);
    }
    return random.doubles(size, -1, 1).map(u -> 1.5 * u).toArray();
  }

  /** One argument of the function under test. */
  record Argument(double[] values, long... shape) {}

  /**
   * Asserts that every element of every argument's gradient is within 1e-6 (relative to the largest
   * of the argument's gradient, at least 1) of the central difference.
   *
   * @param loss a scalar from the arguments' arrays
   */
  static void check(Function<List<NDArray>, NDArray> loss, List<Argument> arguments) {
    List<double[]> gradients = new ArrayList<>();
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      List<NDArray> leaves = arrays(arguments);
      leaves.forEach(leaf -> Gradients.require(leaf, true));
      Gradients.backward(loss.apply(leaves));
      for (NDArray leaf : leaves) {
        gradients.add(Objects.requireNonNull(Gradients.of(leaf)).toDoubleArray());
      }
    }
    for (int a = 0; a < arguments.size(); a++) {
      double[] values = arguments.get(a).values();
      double[] gradient = gradients.get(a);
      double largest = 1;
      for (double g : gradient) {
        largest = Math.max(largest, Math.abs(g));
      }
      for (int i = 0; i < values.length; i++) {
        double saved = values[i];
        values[i] = saved + STEP;
        double up = value(loss, arguments);
        values[i] = saved - STEP;
        double down = value(loss, arguments);
        values[i] = saved;
        assertThat(gradient[i])
            .as("gradient of element %d of argument %d", i, a)
            .isCloseTo((up - down) / (2 * STEP), within(TOLERANCE * largest));
      }
    }
  }

  private static double value(Function<List<NDArray>, NDArray> loss, List<Argument> arguments) {
    try (Scope scope = new Scope()) {
      return loss.apply(arrays(arguments)).getDouble();
    }
  }

  private static List<NDArray> arrays(List<Argument> arguments) {
    return arguments.stream().map(a -> Ops.of(a.values(), a.shape())).toList();
  }
}
