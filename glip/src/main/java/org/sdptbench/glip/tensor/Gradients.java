package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import org.jspecify.annotations.Nullable;

/** Backward passes and the gradients of leaf arrays. */
public final class Gradients {
  private Gradients() {}

  /** Makes a leaf array collect gradients, or stop doing so. */
  public static void require(NDArray leaf, boolean required) {
    JniUtils.attachGradient((PtNDArray) leaf, required);
  }

  /**
   * Adds the derivatives of a scalar to the gradients of all leaves that it depends on.
   *
   * <p>Runs in the calling thread, so independent graphs may run backward in parallel threads.
   */
  public static void backward(NDArray loss) {
    if (loss.size() != 1) {
      throw new IllegalArgumentException("a loss is one number, found shape " + loss.getShape());
    }
    JniUtils.backward((PtNDArray) loss, (PtNDArray) Ops.onesLike(loss), false, false);
  }

  /** The gradient of a leaf, of its shape, or null if no backward pass has reached it. */
  public static @Nullable NDArray of(NDArray leaf) {
    return JniUtils.getGradient((PtNDArray) leaf);
  }

  /** Forgets the gradient of a leaf, NaN included. */
  public static void clear(NDArray leaf) {
    JniUtils.zeroGrad((PtNDArray) leaf);
  }

  /** An array on the same memory that is a leaf with gradients of its own. */
  public static NDArray leafOn(NDArray array) {
    NDArray leaf = JniUtils.detachGradient((PtNDArray) array);
    require(leaf, true);
    return leaf;
  }
}
