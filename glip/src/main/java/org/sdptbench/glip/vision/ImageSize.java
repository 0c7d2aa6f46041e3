package org.sdptbench.glip.vision;

/**
 * Width and height of an image in pixels.
 *
 * @param width at least 1
 * @param height at least 1
 */
public record ImageSize(int width, int height) {
  /** Checks the sizes. */
  public ImageSize {
    if (width < 1 || height < 1) {
      throw new IllegalArgumentException("no image is %s x %s pixels".formatted(width, height));
    }
  }

  /**
   * The size to which GLIP resizes this one (data/transforms/transforms.py, {@code
   * Resize.get_size}): the shorter side becomes {@code min}, or less if the longer one would exceed
   * {@code max}.
   *
   * <p>The shorter side is rounded half to even, then the other is truncated, so the longer one may
   * still exceed {@code max} by a few pixels. No side becomes less than 1.
   */
  public ImageSize resized(int min, int max) {
    double shorter = Math.min(width, height);
    double longer = Math.max(width, height);
    int side = min;
    if (longer / shorter * min > max) {
      side = Math.max(1, (int) Math.rint(max * shorter / longer));
    }
    if (Math.min(width, height) == side) {
      return this;
    }
    return width < height
        ? new ImageSize(side, other(side, height, width))
        : new ImageSize(other(side, width, height), side);
  }

  private static int other(int side, int longer, int shorter) {
    return (int) ((double) ((long) side * longer) / shorter);
  }
}
