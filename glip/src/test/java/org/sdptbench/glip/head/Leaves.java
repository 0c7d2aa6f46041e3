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

  /** The tensors whose names are the prefix and 0, 1, … */
  static List<NDArray> numbered(GoldenSet set, String prefix) {
    return IntStream.iterate(0, i -> set.has(prefix + i), i -> i + 1)
        .mapToObj(i -> leaf(set, prefix + i))
        .toList();
  }

  /** Asserts that the gradient of a leaf agrees with a tensor of the set. */
  static void gradientAgrees(GoldenSet set, String tensor, NDArray leaf, double atol) {
    GoldenAssert.close(set, tensor, gradient(leaf), GoldenAssert.GRAD_RTOL, atol);
  }

  /** The gradient of a leaf. */
  static float[] gradient(NDArray leaf) {
    NDArray gradient = Gradients.of(leaf);
    if (gradient == null) {
      throw new AssertionError("no gradient reached a leaf of shape " + leaf.getShape());
    }
    return gradient.toFloatArray();
  }
}
