package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Ops;

/** Tensors of golden sets whose gradients go by names of their own. */
final class Leaves {
  private Leaves() {}

  /** A tensor of a set that collects gradients. */
  static NDArray leaf(GoldenSet set, String name) {
    NDArray leaf = Ops.of(set.floats(name), set.shape(name));
    Gradients.require(leaf, true);
    return leaf;
  }

  /** The tensors {@code prefix0}, {@code prefix1}, … */
  static List<NDArray> numbered(GoldenSet set, String prefix) {
    return IntStream.iterate(0, i -> set.has(prefix + i), i -> i + 1)
        .mapToObj(i -> leaf(set, prefix + i))
        .toList();
  }

  /** Asserts that the gradient of a leaf agrees with a tensor of the set. */
  static void gradientAgrees(GoldenSet set, String tensor, NDArray leaf, double atol) {
    NDArray gradient = Gradients.of(leaf);
    if (gradient == null) {
      throw new AssertionError("golden set %s: no gradient reached '%s'".formatted(set, tensor));
    }
    GoldenAssert.close(set, tensor, gradient.toFloatArray(), GoldenAssert.GRAD_RTOL, atol);
  }
}
