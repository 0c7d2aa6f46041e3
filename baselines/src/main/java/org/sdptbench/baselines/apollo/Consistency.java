package org.sdptbench.baselines.apollo;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.sdptbench.glip.tensor.Ops;

/**
 * Adapted features shall know regions apart as frozen GLIP does in another view of the images. See
 * the package's manual for the formulas.
 *
 * @param weight of the whole term
 * @param divergence weight of the divergence in it
 * @param grid regions along each side of an image
 */
record Consistency(double weight, double divergence, int grid) {
  /** Temperature of the contrast. */
  private static final double CONTRAST = 0.2;

  /** Temperature of the divergence. */
  private static final double DIVERGENCE = 0.04;

  /** Whether there is a region to tell apart from another one. */
  boolean applies(long images) {
    return images * grid * grid > 1;
  }

  /**
   * Means over the regions of an image, over all levels alike.
   *
   * @param levels each [B, v, H, W]
   * @return [B, v, grid, grid]
   */
  NDArray regions(List<NDArray> levels) {
    NDArray sum = null;
    for (NDArray level : levels) {
      NDArray pooled = Ops.adaptiveAveragePool(level, grid, grid);
      sum = sum == null ? pooled : Ops.add(sum, pooled);
    }
    if (sum == null) {
      throw new IllegalArgumentException("a pyramid has at least one level");
    }
    return Ops.mul(sum, 1.0 / levels.size());
  }

  /**
   * The term.
   *
   * @param adapted regions of the adapted features [B, v, grid, grid]
   * @param frozen those of frozen GLIP, in the same places, without gradients
   */
  NDArray loss(NDArray adapted, NDArray frozen) {
    NDArray x = directions(adapted);
    NDArray a = directions(frozen);
    NDArray others = others(x);
    NDArray alike = Ops.mul(Ops.sum(Ops.mul(x, a), false, 1), 1 / CONTRAST);
    NDArray apart = Ops.mul(cosines(x, a, others), 1 / CONTRAST);
    // A cosine by the temperature is at most 5, so that its exponential needs no care.
    NDArray contrast = Ops.sub(Ops.log(Ops.sum(Ops.exp(apart), false, 1)), alike);
    NDArray p = Ops.mul(cosines(x, x, others), 1 / DIVERGENCE);
    NDArray q = Ops.mul(cosines(a, x, others), 1 / DIVERGENCE);
    NDArray total = Ops.add(contrast, Ops.mul(jensenShannon(p, q), divergence));
    return Ops.mul(Ops.mean(total, false, 0), weight);
  }

  /** [B, v, g, g] to unit vectors [B·g², v]. */
  private static NDArray directions(NDArray regions) {
    long[] shape = regions.getShape().getShape();
    NDArray rows = Ops.reshape(Ops.permute(regions, 0, 2, 3, 1), -1, shape[1]);
    return Ops.normalize(rows, 1);
  }

  /** For each of n rows the indices of the others [n, n − 1]. */
  private static NDArray others(NDArray rows) {
    int n = Math.toIntExact(rows.getShape().get(0));
    long[] index = new long[n * (n - 1)];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (j != i) {
          index[at++] = j;
        }
      }
    }
    return Ops.of(index, n, n - 1);
  }

  /** Cosines of each row of one with the other rows of the other [n, n − 1]. */
  private static NDArray cosines(NDArray one, NDArray other, NDArray others) {
    return Ops.gather(Ops.matmul(one, Ops.permute(other, 1, 0)), 1, others);
  }

  /** Jensen-Shannon divergence, row by row, of two softmaxes given by their logits: [n]. */
  private static NDArray jensenShannon(NDArray p, NDArray q) {
    NDArray mean = Ops.log(Ops.mul(Ops.add(Ops.softmax(p, 1), Ops.softmax(q, 1)), 0.5));
    return Ops.mul(Ops.add(divergence(p, mean), divergence(q, mean)), 0.5);
  }

  /** Kullback-Leibler divergence of a softmax, given by its logits, from logarithms: [n]. */
  private static NDArray divergence(NDArray logits, NDArray from) {
    NDArray surprise = Ops.sub(Ops.logSoftmax(logits, 1), from);
    return Ops.sum(Ops.mul(Ops.softmax(logits, 1), surprise), false, 1);
  }
}
