package org.sdptbench.harness.data;

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
          "an image of %d x %d pixels needs %d bytes, found %d"
              .formatted(width, height, (long) width * height * 3, rgb.length));
    }
  }
}
