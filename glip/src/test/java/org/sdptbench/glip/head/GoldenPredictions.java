package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.tensor.Ops;

/** Predictions that a golden set lists level by level, and their sizes. */
record GoldenPredictions(
    List<NDArray> boxRegression, List<NDArray> centerness, List<Anchors.Size> sizes) {

  /** The levels of a set as arrays that collect gradients. */
  static GoldenPredictions of(GoldenSet set, String prefix) {
    List<NDArray> boxes = leaves(set, prefix + "bbox_reg.");
    List<NDArray> centerness = leaves(set, prefix + "centerness.");
    return new GoldenPredictions(boxes, centerness, sizes(set, prefix));
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

  private static List<NDArray> leaves(GoldenSet set, String prefix) {
    return IntStream.iterate(0, i -> set.has(prefix + i), i -> i + 1)
        .mapToObj(i -> GoldenModule.leaf(set, prefix + i))
        .toList();
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
  static NDArray flat(List<NDArray> levels) {
    List<NDArray> parts =
        levels.stream()
            .map(
                x -> {
                  long batch = x.getShape().get(0);
                  return Ops.permute(Ops.reshape(x, batch, x.getShape().get(1), -1), 0, 2, 1);
                })
            .toList();
    return Ops.cat(parts, 1);
  }

  /** Asserts that predictions agree with {@code out.*} of a set, level by level. */
  static void agree(GoldenSet set, Predictions actual, double rtol) {
    long at = 0;
    List<Anchors.Size> sizes = sizes(set, "out.");
    for (int i = 0; i < sizes.size(); i++) {
      long n = (long) sizes.get(i).height() * sizes.get(i).width();
      NDArray logits = Ops.narrow(actual.tokenLogits(), 1, at, n);
      NDArray boxes = Ops.permute(Ops.narrow(actual.boxRegression(), 1, at, n), 0, 2, 1);
      NDArray centerness = Ops.narrow(actual.centerness(), 1, at, n);
      close(set, "out.dot_product_logits." + i, logits, rtol);
      close(set, "out.bbox_reg." + i, boxes, rtol);
      close(set, "out.centerness." + i, centerness, rtol);
      at += n;
    }
  }

  /** Sum over all levels of the products with the fixed cotangents {@code in.R.*}. */
  static NDArray loss(GoldenSet set, Predictions actual) {
    List<NDArray> logits = new ArrayList<>();
    for (int i = 0; set.has("in.R.dot_product_logits." + i); i++) {
      logits.add(GoldenModule.array(set, "in.R.dot_product_logits." + i));
    }
    Predictions cotangents = of(set, "in.R.").with(Ops.cat(logits, 1));
    return GoldenModule.loss(
        List.of(actual.tokenLogits(), actual.boxRegression(), actual.centerness()),
        List.of(cotangents.tokenLogits(), cotangents.boxRegression(), cotangents.centerness()));
  }

  private static void close(GoldenSet set, String tensor, NDArray actual, double rtol) {
    GoldenAssert.close(set, tensor, Ops.contiguous(actual).toFloatArray(), rtol);
  }
}
