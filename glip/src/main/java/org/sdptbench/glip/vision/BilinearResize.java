package org.sdptbench.glip.vision;

/**
 * Antialiased bilinear resize of 8-bit pixels that agrees with Pillow's to the bit ({@code
 * Image.resize} with {@code BILINEAR}; libImaging/Resample.c).
 *
 * <p>Separable: horizontally, then vertically, each to 8 bits, with a triangle filter that is as
 * wide as the scale when shrinking, in fixed point with 22 fractional bits.
 */
final class BilinearResize {
  private static final int CHANNELS = 3;

  /** 32 bits less 8 for the pixel and 2 for sums of coefficients beyond 1. */
  private static final int PRECISION_BITS = 32 - 8 - 2;

  private BilinearResize() {}

  /**
   * Resizes.
   *
   * @param rgb width · height · 3 bytes, row by row
   */
  static byte[] resize(byte[] rgb, ImageSize from, ImageSize to) {
    byte[] wide =
        from.width() == to.width()
            ? rgb
            : horizontal(rgb, from, Filter.of(from.width(), to.width()));
    return from.height() == to.height()
        ? wide
        : vertical(wide, to.width(), Filter.of(from.height(), to.height()));
  }

  /**
   * Which inputs make up each output along an axis.
   *
   * @param first first input of each output
   * @param weights fixed-point weights of the inputs from there
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared as values
  private record Filter(int[] first, int[][] weights) {
    static Filter of(int in, int out) {
      double scale = (double) in / out;
      double support = Math.max(scale, 1);
      int[] first = new int[out];
      int[][] weights = new int[out][];
      for (int i = 0; i < out; i++) {
        double center = (i + 0.5) * scale;
        int low = Math.max(0, (int) (center - support + 0.5));
        int high = Math.min(in, (int) (center + support + 0.5));
        first[i] = low;
        weights[i] = fixedPoint(triangle(low, high, center, support));
      }
      return new Filter(first, weights);
    }

    private static double[] triangle(int low, int high, double center, double support) {
      double[] weights = new double[high - low];
      // Pillow multiplies by the reciprocal; dividing would round otherwise.
      double inverse = 1 / support;
      double sum = 0;
      for (int x = 0; x < weights.length; x++) {
        weights[x] = Math.max(0, 1 - Math.abs((x + low - center + 0.5) * inverse));
        sum += weights[x];
      }
      for (int x = 0; x < weights.length; x++) {
        weights[x] /= sum;
      }
      return weights;
    }

    private static int[] fixedPoint(double[] weights) {
      int[] fixed = new int[weights.length];
      for (int x = 0; x < fixed.length; x++) {
        fixed[x] = (int) (0.5 + weights[x] * (1 << PRECISION_BITS));
      }
      return fixed;
    }
  }

  private static byte[] horizontal(byte[] rgb, ImageSize from, Filter filter) {
    int width = filter.first().length;
    byte[] out = new byte[CHANNELS * width * from.height()];
    int at = 0;
    for (int y = 0; y < from.height(); y++) {
      int row = CHANNELS * y * from.width();
      for (int x = 0; x < width; x++) {
        int[] weights = filter.weights()[x];
        int start = row + CHANNELS * filter.first()[x];
        for (int c = 0; c < CHANNELS; c++) {
          out[at++] = weigh(rgb, start + c, CHANNELS, weights);
        }
      }
    }
    return out;
  }

  private static byte[] vertical(byte[] rgb, int width, Filter filter) {
    int height = filter.first().length;
    int row = CHANNELS * width;
    byte[] out = new byte[row * height];
    int at = 0;
    for (int y = 0; y < height; y++) {
      int[] weights = filter.weights()[y];
      int start = row * filter.first()[y];
      for (int x = 0; x < row; x++) {
        out[at++] = weigh(rgb, start + x, row, weights);
      }
    }
    return out;
  }

  private static byte weigh(byte[] pixels, int start, int stride, int[] weights) {
    int sum = 1 << (PRECISION_BITS - 1);
    for (int i = 0, at = start; i < weights.length; i++, at += stride) {
      sum += (pixels[at] & 0xff) * weights[i];
    }
    return (byte) Math.min(255, Math.max(0, sum >> PRECISION_BITS));
  }
}
