package org.sdptbench.glip.bench;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Ops;

/** Input whose values do not matter. */
public final class RandomInput {
  private RandomInput() {}

  /** Normal values with deviation 1. */
  public static NDArray normal(long seed, long... shape) {
    int count = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    return Ops.of(new Init.Normal(1).draw(count, new SplittableRandom(seed)), shape);
  }

  /** The numbers of a shape as a parameter gives them, e.g. {@code 8x64x16x16}. */
  public static long[] shape(String text) {
    return Arrays.stream(text.split("x", -1)).mapToLong(Long::parseLong).toArray();
  }
}
