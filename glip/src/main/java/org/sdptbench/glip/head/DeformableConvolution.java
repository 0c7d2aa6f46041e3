package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.sdptbench.glip.tensor.Precision;

/**
 * Modulated deformable convolution (Zhu et al., "Deformable ConvNets v2", equation 1), kernel 3×3,
 * padding 1, as GLIP's CUDA kernel computes it.
 */
final class DeformableConvolution {
  private DeformableConvolution() {}

  /**
   * Convolves.
   *
   * <p>The kernel of GLIP does not check the shape of offsets and mask, it indexes them by the size
   * of the output (csrc/cuda/deform_conv_kernel_cuda.cu L607–620). DyConv relies on it where it
   * gives a coarser map the offsets of a finer one: per image the first 18·h·w values of the
   * offsets, and the first 9·h·w of the mask, are read as [18, h, w] and [9, h, w]. So it is here,
   * forward and backward.
   *
   * @param x input [B, C, H, W]
   * @param offset [B, 18, H', W'], pairs (dy, dx) for each of the kernel's points, row by row; at
   *     least as large as the output
   * @param mask [B, 9, H', W']
   * @param weight [O, C, 3, 3]
   * @param bias [O]
   * @return [B, O, h, w], h = ⌈H / stride⌉, w = ⌈W / stride⌉
   * @throws IllegalArgumentException if offsets or mask are smaller than the output
   */
  static NDArray apply(
      NDArray x,
      NDArray offset,
      NDArray mask,
      NDArray weight,
      NDArray bias,
      int stride,
      Precision precision) {
    Shape in = x.getShape();
    long positions = ((in.get(2) - 1) / stride + 1) * ((in.get(3) - 1) / stride + 1);
    requireAtLeast("offset", offset, 18, positions, in.get(0));
    requireAtLeast("mask", mask, 9, positions, in.get(0));
    return HeadKernels.deformableConvolution(x, offset, mask, weight, bias, stride, precision);
  }

  private static void requireAtLeast(
      String what, NDArray array, int perPosition, long positions, long batch) {
    Shape shape = array.getShape();
    if (shape.get(0) != batch || shape.size() < batch * perPosition * positions) {
      throw new IllegalArgumentException(
          ("deformable convolution with %s output positions of %s images needs %s values of %s per"
                  + " position, found shape %s")
              .formatted(positions, batch, perPosition, what, shape));
    }
  }
}
