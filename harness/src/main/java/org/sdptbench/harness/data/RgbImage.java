package org.sdptbench.harness.data;

import java.awt.image.BufferedImage;

/**
 * An image in memory.
 *
 * @param width width in pixels
 * @param height height in pixels
 * @param rgb {@code width * height * 3} bytes, row by row, red, green, blue, unsigned
 */
@SuppressWarnings("ArrayRecordComponent") // pixels are large and never compared as values
public record RgbImage(int width, int height, byte[] rgb) {

  /** Checks that the sizes agree. */
  public RgbImage {
    if (width < 1 || height < 1 || rgb.length != width * height * 3) {
      throw new IllegalArgumentException(
          "an image of %s x %s pixels needs %s bytes, found %s"
              .formatted(width, height, (long) width * height * 3, rgb.length));
    }
  }

  /** The image for drawing on and for writing; the pixels are copied. */
  public BufferedImage buffered() {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] row = new int[width];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int p = 3 * (y * width + x);
        row[x] = (rgb[p] & 0xff) << 16 | (rgb[p + 1] & 0xff) << 8 | (rgb[p + 2] & 0xff);
      }
      image.setRGB(0, y, width, 1, row, 0, width);
    }
    return image;
  }
}
