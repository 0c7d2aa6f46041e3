package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Compares gradients in float64 with central differences. */
public final class GradientCheck {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 1e-7;

  private GradientCheck() {}

  /** Checks a function at a point drawn from a seed: normal values, one array per shape. */
  public static void check(Function<List<NDArray>, NDArray> function, long seed, long[]... shapes) {
    SplittableRandom random = new SplittableRandom(seed);
    List<double[]> values = new ArrayList<>();
    for (long[] shape : shapes) {
      int size = 1;
      for (long side : shape) {
        size *= Math.toIntExact(side);
      }
      values.add(
          random.doubles(size).map(u -> 2 * u - 1).map(v -> v + 0.1 * Math.signum(v)).toArray());
    }
    check(function, values, List.of(shapes));
  }

  /** Checks a function at the point of these float64 arrays. */
  public static void checkAt(Function<List<NDArray>, NDArray> function, List<NDArray> inputs) {
    check(
        function,
        inputs.stream().map(NDArray::toDoubleArray).toList(),
        inputs.stream().map(input -> input.getShape().getShape()).toList());
  }

  /** Checks a function at a given point. */
  public static void check(
      Function<List<NDArray>, NDArray> function, List<double[]> values, List<long[]> shapes) {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      List<NDArray> inputs = arrays(values, shapes);
      inputs.forEach(input -> Gradients.require(input, true));
      NDArray output = function.apply(inputs);
      // A fixed random cotangent, so that no derivative can hide behind a sum.
      double[] cotangent =
          new SplittableRandom(7).doubles(output.size()).map(u -> 2 * u - 1).toArray();
      NDArray weights = Ops.of(cotangent, output.getShape().getShape());
      Gradients.backward(Ops.sum(Ops.mul(output, weights)));
      for (int i = 0; i < inputs.size(); i++) {
        NDArray gradient = Gradients.of(inputs.get(i));
        double[] actual =
            gradient == null ? new double[values.get(i).length] : gradient.toDoubleArray();
        for (int j = 0; j < actual.length; j++) {
          double[] point = values.get(i);
          double before = point[j];
          point[j] = before + STEP;
          double above = loss(function, values, shapes, weights);
          point[j] = before - STEP;
          double below = loss(function, values, shapes, weights);
          point[j] = before;
          double expected = (above - below) / (2 * STEP);
          assertThat(actual[j])
              .as("derivative by entry %d of input %d", j, i)
              .isCloseTo(expected, within(TOLERANCE * Math.max(1, Math.abs(expected))));
        }
      }
    }
  }

  private static double loss(
      Function<List<NDArray>, NDArray> function,
      List<double[]> values,
      List<long[]> shapes,
      NDArray weights) {
    try (Scope scope = new Scope();
        GradMode off = GradMode.off()) {
      return Ops.sum(Ops.mul(function.apply(arrays(values, shapes)), weights)).getDouble();
    }
  }

  private static List<NDArray> arrays(List<double[]> values, List<long[]> shapes) {
    List<NDArray> arrays = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      arrays.add(Ops.of(values.get(i), shapes.get(i)));
    }
    return arrays;
  }
}
