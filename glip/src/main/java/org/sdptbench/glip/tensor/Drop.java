package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;

/**
 * What a pass of training drops of an array at random.
 *
 * <p>The draws are a function of the key and of the place in the array, and of nothing else: no
 * generator of torch's is read or changed, so that neither other threads nor what was computed
 * before have a say, and a CPU draws what a GPU does.
 *
 * @param rate share that is dropped, at least 0 and less than 1; what is kept is scaled by 1 / (1 -
 *     rate), so that the mean stays
 * @param key what tells the draws from others
 */
public record Drop(double rate, long key) {
  /** Nothing is dropped. */
  public static final Drop NONE = new Drop(0, 0);

  /** Checks the rate. */
  public Drop {
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException(
          "a share of %s cannot be dropped; at least 0 and less than 1 can".formatted(rate));
    }
  }

  /** Whether anything is dropped. */
  public boolean drops() {
    return rate > 0;
  }

  /** Drops each value by itself ({@code nn.Dropout}). */
  public NDArray values(NDArray x) {
    return drops() ? Script.call("dropout", x, rate, words()) : x;
  }

  /**
   * Drops all of an image at once (timm's {@code DropPath}).
   *
   * @param x as many rows, or windows, of each image, those of one image next to each other
   * @param images number of images
   */
  public NDArray paths(NDArray x, long images) {
    return drops() ? Script.call("drop_path", x, images, rate, words()) : x;
  }

  /**
   * Drops squares of a map in all of its channels, and scales what is left by what there was
   * (GLIP's {@code DropBlock2D}, layers/dropblock.py).
   *
   * @param x [B, C, H, W]
   * @param side side of a square; odd
   */
  public NDArray squares(NDArray x, int side) {
    return drops() ? Script.call("drop_block", x, side, rate, words()) : x;
  }

  /** The key as the kernels take it: two integers of 32 bits. */
  public long[] words() {
    return new long[] {(int) key, (int) (key >>> Integer.SIZE)};
  }
}
