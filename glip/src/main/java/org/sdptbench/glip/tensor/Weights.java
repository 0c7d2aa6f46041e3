package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;

/**
 * Named arrays, as modules read them, and the layers that they belong to: layer {@code name} has
 * the arrays {@code name.weight} and {@code name.bias}.
 */
public interface Weights {
  /** PyTorch's epsilon of a normalisation, unless told. */
  double EPSILON = 1e-5;

  /**
   * The array of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  NDArray get(String name);

  /** Whether there is an array of this name. */
  boolean has(String name);

  /** How layers multiply by these arrays. */
  default Precision precision() {
    return Precision.FLOAT32;
  }

  /** Linear layer {@code name} on [..., in], with its bias if it has one: [..., out]. */
  default NDArray linear(String name, NDArray x) {
    NDArray weight = get(name + ".weight");
    return has(name + ".bias")
        ? Ops.linear(x, weight, get(name + ".bias"), precision())
        : Ops.linear(x, weight, precision());
  }

  /** Layer normalisation {@code name} over the last axis. */
  default NDArray layerNorm(String name, NDArray x) {
    return layerNorm(name, x, EPSILON);
  }

  /** Layer normalisation {@code name} over the last axis, with an epsilon of its own. */
  default NDArray layerNorm(String name, NDArray x, double eps) {
    return Ops.layerNorm(x, get(name + ".weight"), get(name + ".bias"), eps);
  }

  /** Group normalisation {@code name} of [B, C, H, W]. */
  default NDArray groupNorm(String name, NDArray x, int groups) {
    return Ops.groupNorm(x, groups, get(name + ".weight"), get(name + ".bias"), EPSILON);
  }

  /** Convolution {@code name} of [B, C, H, W]. */
  default NDArray conv2d(String name, NDArray x, int stride, int padding) {
    return Ops.conv2d(x, get(name + ".weight"), get(name + ".bias"), stride, padding, precision());
  }
}
