package org.sdptbench.glip.bench;

import ai.djl.ndarray.NDArray;
import java.util.function.Supplier;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

/** A part on its own, as in inference or as in a training step. */
public final class Passes {
  private Passes() {}

  /**
   * Computes.
   *
   * @return a value of the result, so that nobody can do without it
   */
  public static float forward(Supplier<NDArray> part) {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      return Ops.sum(part.get()).getFloat();
    }
  }

  /**
   * Computes, and the gradient of one of the inputs.
   *
   * @param leaf the input, which collects gradients
   * @return as {@link #forward}
   */
  public static float training(NDArray leaf, Supplier<NDArray> part) {
    Gradients.require(leaf, true);
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      NDArray sum = Ops.sum(part.get());
      Gradients.backward(sum);
      Gradients.clear(leaf);
      return sum.getFloat();
    }
  }
}
