package org.sdptbench.harness.train;

import org.sdptbench.glip.GlipConfig;

/**
 * Size of an image at the network's input, padded to multiples of 32.
 *
 * @param height pixels
 * @param width pixels
 */
record PaddedSize(int height, int width) {
  static PaddedSize of(TaskImage image) {
    return new PaddedSize(padded(image.size().height()), padded(image.size().width()));
  }

  int pixels() {
    return height * width;
  }

  private static int padded(int side) {
    int divisor = GlipConfig.Vision.DIVISOR;
    return (side + divisor - 1) / divisor * divisor;
  }
}
