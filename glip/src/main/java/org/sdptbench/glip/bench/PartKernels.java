package org.sdptbench.glip.bench;

import ai.djl.ndarray.NDArray;
import org.sdptbench.glip.tensor.Script;

/** Typed front of kernels that the packages they belong to do not show. */
final class PartKernels {
  private PartKernels() {}

  /** A linear layer as a matrix product: x [..., in], weight [out, in], bias [out]. */
  static NDArray linearByProduct(NDArray x, NDArray weight, NDArray bias) {
    return Script.call("linear_bias", x, weight, bias, false);
  }

  /** The same as a convolution with a kernel of one pixel. */
  static NDArray linearByConvolution(NDArray x, NDArray weight, NDArray bias) {
    return Script.call("linear_by_convolution", x, weight, bias);
  }

  /**
   * Modulated deformable 3×3 convolution, padding 1, stride 1: x [B, C, H, W], offset [B, 18, H,
   * W], mask [B, 9, H, W].
   */
  static NDArray deformableConvolution(
      NDArray x, NDArray offset, NDArray mask, NDArray weight, NDArray bias) {
    return Script.call("deformable_conv", x, offset, mask, weight, bias, 1, false);
  }

  /** GLIP's token loss of logits [B, N, L]; row of the table [R, L] for each position [B·N]. */
  static NDArray tokenFocalLoss(
      NDArray logits, NDArray table, NDArray rows, NDArray mask, double norm) {
    return Script.call("token_focal_loss", logits, table, rows, mask, norm);
  }
}
