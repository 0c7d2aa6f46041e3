package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Weights;

/**
 * One forward pass: the weights that the modules see, and the adaptation that they ask.
 *
 * <p>Modules hold names and sizes only; they read every weight here. To a further adaptation, a
 * pass is the backbone that it stands on.
 *
 * @param weights the frozen backbone
 * @param adaptation what acts on it
 */
public record Pass(Weights weights, Adaptation adaptation) implements Weights {

  @Override
  public NDArray get(String name) {
    return weight(name);
  }

  /** A weight by its official name: the adaptation's where it has one, else the backbone's. */
  public NDArray weight(String name) {
    NDArray replacement = adaptation.replacement(name);
    return replacement != null ? replacement : weights.get(name);
  }

  /** Whether there is a weight of this name. */
  @Override
  public boolean has(String name) {
    return weights.has(name) || adaptation.replacement(name) != null;
  }

  /** Linear layer {@code name} on [..., in], with its bias if it has one, adapted: [..., out]. */
  public NDArray linear(String name, NDArray x) {
    NDArray weight = weight(name + ".weight");
    NDArray y =
        has(name + ".bias") ? Ops.linear(x, weight, weight(name + ".bias")) : Ops.linear(x, weight);
    return adaptation.linear(name, x, y);
  }

  /** Layer normalisation {@code name} over the last axis. */
  public NDArray layerNorm(String name, NDArray x, double eps) {
    return Ops.layerNorm(x, weight(name + ".weight"), weight(name + ".bias"), eps);
  }

  /** Group normalisation {@code name} of [B, C, H, W]. */
  public NDArray groupNorm(String name, NDArray x, int groups, double eps) {
    return Ops.groupNorm(x, groups, weight(name + ".weight"), weight(name + ".bias"), eps);
  }

  /** Convolution {@code name} of [B, C, H, W]. */
  public NDArray conv2d(String name, NDArray x, int stride, int padding) {
    return Ops.conv2d(x, weight(name + ".weight"), weight(name + ".bias"), stride, padding);
  }
}
