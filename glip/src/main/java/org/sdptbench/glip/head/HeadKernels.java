package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.tensor.Script;

/** Typed front of the kernels in {@code head.py}. */
final class HeadKernels {
  private HeadKernels() {}

  /**
   * Modulated deformable 3×3 convolution, padding 1; see {@link DeformableConvolution}, which
   * checks the shapes.
   */
  static NDArray deformableConvolution(
      NDArray x,
      NDArray offset,
      NDArray mask,
      NDArray weight,
      NDArray bias,
      int stride,
      Precision precision) {
    return Script.call("deformable_conv", x, offset, mask, weight, bias, stride, precision.half());
  }

  /**
   * Scale attention of [B, C, H, W], from 0.5 to 1: [B, 1, 1, 1].
   *
   * @param weight of a convolution of the global mean [1, C, 1, 1]
   * @param bias [1]
   */
  static NDArray scaleAttention(NDArray x, NDArray weight, NDArray bias) {
    return Script.call("scale_attention", x, weight, bias);
  }

  /** Mean of features [B, C, H, W], each times its scale [B, 1, 1, 1]. */
  static NDArray scaledMean(List<NDArray> features, List<NDArray> scales) {
    return Script.call("scaled_mean", features, scales);
  }

  /**
   * The larger of two lines per channel of x [B, C, H, W].
   *
   * @param coefficients [B, 4C] before the hard sigmoid: slope, intercept, slope, intercept
   */
  static NDArray dynamicRelu(NDArray x, NDArray coefficients) {
    return Script.call("dynamic_relu", x, coefficients);
  }

  /**
   * Token logits [B, N, L], limited to ±limit; see {@link AlignmentHead} for the formula.
   *
   * @param x features [B, N, C]
   * @param keys [B, L, C]
   * @param text unit text vectors [B, L, l]
   * @param logScale [1]
   * @param biasLang [l]
   * @param bias0 [1]
   */
  static NDArray tokenLogits(
      NDArray x,
      NDArray keys,
      NDArray text,
      NDArray logScale,
      NDArray biasLang,
      NDArray bias0,
      double limit) {
    return Script.call("token_logits", x, keys, text, logScale, biasLang, bias0, limit);
  }

  /**
   * Binary focal loss (α 0.25, γ 2) over logits [B, N, L], summed over unmasked tokens, a scalar.
   *
   * @param targets rows of wanted tokens, 0 or 1 [R, L]
   * @param rows row of each position, int64 [B·N]
   * @param mask [B, L], 1 for tokens, 0 for padding
   * @param norm what the sum is divided by
   */
  static NDArray tokenFocalLoss(
      NDArray logits, NDArray targets, NDArray rows, NDArray mask, double norm) {
    return Script.call("token_focal_loss", logits, targets, rows, mask, norm);
  }

  /**
   * Weighted sum of 1 − GIoU between decoded regressions and boxes, a scalar.
   *
   * @param regressions [P, 4]
   * @param anchors corners [P, 4]
   * @param boxes corners [P, 4]
   * @param weights [P]
   * @param limit as of {@link #decodeBoxes}
   */
  static NDArray giouLoss(
      NDArray regressions, NDArray anchors, NDArray boxes, NDArray weights, double limit) {
    return Script.call("giou_loss", regressions, anchors, boxes, weights, limit);
  }

  /** Weighted sum of binary cross entropies of logits [P], a scalar. */
  static NDArray weightedBce(NDArray logits, NDArray targets, NDArray weights) {
    return Script.call("weighted_bce", logits, targets, weights);
  }

  /**
   * Corners [P, 4] of regressions [P, 4] relative to anchors [P, 4].
   *
   * @param limit most by which a side may grow, as a logarithm
   */
  static NDArray decodeBoxes(NDArray regressions, NDArray anchors, double limit) {
    return Script.call("decode_boxes", regressions, anchors, limit);
  }
}
