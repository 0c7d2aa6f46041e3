package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.tensor.Ops;

/** What GLIP does to images before the network (data/transforms, structures/image_list.py). */
public final class ImageInput {
  static final int CHANNELS = 3;
  private static final int DIVISOR = GlipConfig.Vision.DIVISOR;

  /** Means of blue, green and red on the scale 0 … 255. */
  private static final float[] MEAN = {103.53f, 116.28f, 123.675f};

  /** Standard deviations of blue, green and red. */
  private static final float[] DEVIATION = {57.375f, 57.12f, 58.395f};

  private ImageInput() {}

  /**
   * Resizes an image.
   *
   * @param rgb width · height · 3 bytes, row by row, red, green, blue, unsigned
   * @param min pixels of the shorter side, see {@link ImageSize#resized}
   * @param max most pixels of the longer side
   * @throws IllegalArgumentException if the number of bytes is another
   */
  public static PreparedImage prepare(byte[] rgb, int width, int height, int min, int max) {
    ImageSize original = new ImageSize(width, height);
    if (rgb.length != (long) width * height * CHANNELS) {
      throw new IllegalArgumentException(
          "an image of %s x %s pixels needs %s bytes, found %s"
              .formatted(width, height, (long) width * height * CHANNELS, rgb.length));
    }
    ImageSize size = original.resized(min, max);
    return new PreparedImage(original, size, BilinearResize.resize(rgb, original, size));
  }

  /**
   * Images of one or several sizes as [B, 3, H, W], blue, green, red, normalised, and padded with
   * zeros at the bottom and the right to the largest height and width, and those to multiples of
   * 32.
   */
  public static NDArray batch(List<PreparedImage> images) {
    if (images.isEmpty()) {
      throw new IllegalArgumentException("a batch needs at least one image");
    }
    int height = padded(images.stream().mapToInt(image -> image.size().height()).max().orElse(0));
    int width = padded(images.stream().mapToInt(image -> image.size().width()).max().orElse(0));
    float[] pixels =
        new float[Math.multiplyExact(images.size() * CHANNELS, Math.multiplyExact(height, width))];
    int plane = 0;
    for (PreparedImage image : images) {
      for (int c = 0; c < CHANNELS; c++) {
        normalise(image, c, pixels, plane, width);
        plane += height * width;
      }
    }
    return Ops.of(pixels, images.size(), CHANNELS, height, width);
  }

  private static int padded(int length) {
    return (length + DIVISOR - 1) / DIVISOR * DIVISOR;
  }

  /** Writes a channel of an image to the rows of a plane. */
  private static void normalise(
      PreparedImage image, int channel, float[] pixels, int plane, int width) {
    byte[] rgb = image.rgb();
    float[] values = values(channel);
    int at = CHANNELS - 1 - channel; // channels in reverse: RGB to BGR
    for (int y = 0; y < image.size().height(); y++) {
      int row = plane + y * width;
      for (int x = 0; x < image.size().width(); x++, at += CHANNELS) {
        pixels[row + x] = values[rgb[at] & 0xff];
      }
    }
  }

  /** The normalised value of each byte, in the official order of float32 operations. */
  private static float[] values(int channel) {
    float[] values = new float[256];
    for (int v = 0; v < values.length; v++) {
      values[v] = (v / 255f * 255f - MEAN[channel]) / DEVIATION[channel];
    }
    return values;
  }
}
