package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;

/**
 * Pixels [B, 3, H, W] to normalised tokens [B, ⌈H/4⌉, ⌈W/4⌉, C].
 *
 * <p>GLIP's is one 4×4 convolution of stride 4, the image padded with zeros at the bottom and the
 * right (swint.py, {@code PatchEmbed}). GLIP-mini, which is trained from scratch on few images, has
 * three 3×3 convolutions instead, {@code stem.conv1} and {@code stem.conv2} of stride 2 with
 * GroupNorm and ReLU, {@code stem.conv3} of stride 1 (Xiao et al. 2021, Early Convolutions Help
 * Transformers See Better).
 *
 * @param prefix official name with a dot at its end
 * @param channels C
 * @param convStem whether the three convolutions stand in
 */
record PatchEmbedding(String prefix, int channels, boolean convStem) {
  private static final int PATCH = 4;
  private static final int COLOURS = 3;
  private static final int STEM_GROUPS = 8;

  PatchEmbedding {
    if (convStem && channels % (2 * STEM_GROUPS) != 0) {
      throw new IllegalArgumentException(
          "a convolutional stem needs a multiple of %s channels, found %s"
              .formatted(2 * STEM_GROUPS, channels));
    }
  }

  void declare(Layout layout) {
    if (convStem) {
      int half = channels / 2;
      layout.conv(prefix + "stem.conv1", COLOURS, half, 3, convolution(COLOURS, 3));
      layout.norm(prefix + "stem.norm1", half);
      layout.conv(prefix + "stem.conv2", half, channels, 3, convolution(half, 3));
      layout.norm(prefix + "stem.norm2", channels);
      layout.conv(prefix + "stem.conv3", channels, channels, 3, convolution(channels, 3));
    } else {
      layout.conv(prefix + "proj", COLOURS, channels, PATCH, convolution(COLOURS, PATCH));
    }
    layout.norm(prefix + "norm", channels);
  }

  NDArray forward(Pass pass, NDArray images) {
    NDArray maps = convStem ? stem(pass, images) : patches(pass, images);
    return pass.layerNorm(prefix + "norm", Ops.permute(maps, 0, 2, 3, 1));
  }

  private NDArray patches(Pass pass, NDArray images) {
    Shape shape = images.getShape();
    long below = Math.floorMod(-shape.get(2), PATCH);
    long right = Math.floorMod(-shape.get(3), PATCH);
    NDArray padded = below + right > 0 ? Ops.pad(images, 0, right, 0, below) : images;
    return pass.conv2d(prefix + "proj", padded, PATCH, 0);
  }

  private NDArray stem(Pass pass, NDArray images) {
    NDArray x = pass.conv2d(prefix + "stem.conv1", images, 2, 1);
    x = Ops.relu(pass.groupNorm(prefix + "stem.norm1", x, STEM_GROUPS));
    x = pass.conv2d(prefix + "stem.conv2", x, 2, 1);
    x = Ops.relu(pass.groupNorm(prefix + "stem.norm2", x, STEM_GROUPS));
    return pass.conv2d(prefix + "stem.conv3", x, 1, 1);
  }

  /** What PyTorch starts a convolution with, and Swin leaves as it is. */
  private static Init convolution(int in, int kernel) {
    return Init.kaimingUniform((long) in * kernel * kernel, Math.sqrt(5));
  }
}
