package org.sdptbench.glip.vision;

/**
 * A resized image, as bytes: it is normalised and padded when it enters a batch.
 *
 * @param original size of the image as it was read
 * @param size size after resizing
 * @param rgb width · height · 3 bytes, row by row, red, green, blue, unsigned
 */
@SuppressWarnings("ArrayRecordComponent") // pixels are large and never compared as values
public record PreparedImage(ImageSize original, ImageSize size, byte[] rgb) {

  /** Checks that the sizes agree. */
  public PreparedImage {
    if (rgb.length != (long) size.width() * size.height() * ImageInput.CHANNELS) {
      throw new IllegalArgumentException(
          "an image of %s x %s pixels has not %s bytes"
              .formatted(size.width(), size.height(), rgb.length));
    }
  }

  /** The mirror image, left and right exchanged; boxes follow with {@link XyxyBox#flipped}. */
  public PreparedImage flipped() {
    int row = size.width() * ImageInput.CHANNELS;
    byte[] mirrored = new byte[rgb.length];
    for (int start = 0; start < rgb.length; start += row) {
      for (int x = 0; x < row; x += ImageInput.CHANNELS) {
        System.arraycopy(
            rgb, start + row - ImageInput.CHANNELS - x, mirrored, start + x, ImageInput.CHANNELS);
      }
    }
    return new PreparedImage(original, size, mirrored);
  }
}
