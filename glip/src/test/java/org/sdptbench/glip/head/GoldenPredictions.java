package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.tensor.Ops;

/**
 * Predictions that a golden set lists level by level.
 *
 * @param boxRegression of each level [B, 4, H, W]
 * @param centerness of each level [B, 1, H, W]
 * @param sizes of the levels
 */
record GoldenPredictions(
    List<NDArray> boxRegression, List<NDArray> centerness, List<Anchors.Size> sizes) {

  /** The levels of a set as arrays that collect gradients. */
  static GoldenPredictions of(GoldenSet set, String prefix) {
    return new GoldenPredictions(
        Leaves.numbered(set, prefix + "bbox_reg."),
        Leaves.numbered(set, prefix + "centerness."),
        sizes(set, prefix));
  }

  /** Sizes of the levels. */
  static List<Anchors.Size> sizes(GoldenSet set, String prefix) {
    List<Anchors.Size> sizes = new ArrayList<>();
    for (int i = 0; set.has(prefix + "bbox_reg." + i); i++) {
      long[] shape = set.shape(prefix + "bbox_reg." + i);
      sizes.add(new Anchors.Size((int) shape[2], (int) shape[3]));
    }
    return sizes;
  }

  /** All levels in one, with these token logits [B, N, L]. */
  Predictions with(NDArray tokenLogits) {
    NDArray flat = flat(centerness);
    return new Predictions(
        tokenLogits,
        flat(boxRegression),
        Ops.reshape(flat, flat.getShape().get(0), flat.getShape().get(1)));
  }

  /** Levels [B, C, H, W] as [B, N, C]. */
  private static NDArray flat(List<NDArray> levels) {
    List<NDArray> parts = new ArrayList<>();
    for (NDArray level : levels) {
      long batch = level.getShape().get(0);
      long channels = level.getShape().get(1);
      parts.add(Ops.permute(Ops.reshape(level, batch, channels, -1), 0, 2, 1));
    }
    return Ops.cat(parts, 1);
  }
}
