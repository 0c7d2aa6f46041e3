package org.sdptbench.glip.vision;

/**
 * A resized and normalised image, not yet padded.
 *
 * @param original size of the image as it was read
 * @param size size after resizing
 * @param pixels [3, height, width], blue, green, red
 */
@SuppressWarnings("ArrayRecordComponent") // pixels are large and never compared as values
public record PreparedImage(ImageSize original, ImageSize size, float[] pixels) {

  /** The mirror image, left and right exchanged; boxes follow with {@link XyxyBox#flipped}. */
  public PreparedImage flipped() {
    int width = size.width();
    float[] mirrored = new float[pixels.length];
    for (int row = 0; row < pixels.length; row += width) {
      for (int x = 0; x < width; x++) {
        mirrored[row + x] = pixels[row + width - 1 - x];
      }
    }
    return new PreparedImage(original, size, mirrored);
  }
}
