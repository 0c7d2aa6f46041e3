package org.sdptbench.glip.golden;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.sdptbench.glip.tensor.Ops;

/** Float64 arrays for tests. */
public final class RandomArrays {
  private RandomArrays() {}

  /** Values from N(0, 1) in the given shape, fixed by the seed. */
  public static NDArray normal(long seed, long... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] values =
        new double[Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact))];
    Arrays.setAll(values, i -> random.nextGaussian());
    return Ops.of(values, shape);
  }

  /** All values of several arrays in one axis, to check their gradients together. */
  public static NDArray joined(List<NDArray> arrays) {
    return Ops.cat(arrays.stream().map(array -> Ops.reshape(array, -1)).toList(), 0);
  }
}
