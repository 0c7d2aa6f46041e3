package org.sdptbench.harness.data;

import java.awt.image.Raster;

/**
 * What the components of a JPEG mean, and their colours: libjpeg's rules ({@code
 * default_decompress_parms}) and its integer arithmetic ({@code jdcolor.c}), which PIL uses. The
 * platform's own conversion has other rules for files without a marker, and none for inks.
 */
enum JpegColours {
  /** One component. */
  GREY(1) {
    @Override
    void convert(int[] samples, int from, byte[] rgb, int at) {
      rgb[at] = rgb[at + 1] = rgb[at + 2] = (byte) samples[from];
    }
  },
  /** Red, green and blue as they are. */
  RGB(3) {
    @Override
    void convert(int[] samples, int from, byte[] rgb, int at) {
      for (int c = 0; c < 3; c++) {
        rgb[at + c] = (byte) samples[from + c];
      }
    }
  },
  /** Luminance and two colour differences. */
  YCC(3) {
    @Override
    void convert(int[] samples, int from, byte[] rgb, int at) {
      differencesToRgb(samples, from);
      RGB.convert(samples, from, rgb, at);
    }
  },
  /** Inks, which PIL always takes as stored inverted, as Adobe does. */
  CMYK(4) {
    @Override
    void convert(int[] samples, int from, byte[] rgb, int at) {
      for (int c = 0; c < 4; c++) {
        samples[from + c] = 255 - samples[from + c];
      }
      Inks.toRgb(samples, from, rgb, at);
    }
  },
  /** Inks of which the first three are stored as luminance and differences. */
  YCCK(4) {
    @Override
    void convert(int[] samples, int from, byte[] rgb, int at) {
      differencesToRgb(samples, from);
      for (int c = 0; c < 3; c++) {
        samples[from + c] = 255 - samples[from + c];
      }
      CMYK.convert(samples, from, rgb, at);
    }
  };

  private final int components;

  JpegColours(int components) {
    this.components = components;
  }

  /** Converts one pixel; {@code samples} may be overwritten. */
  abstract void convert(int[] samples, int from, byte[] rgb, int at);

  /** The colours of components as they are stored. */
  RgbImage rgb(Raster raster) {
    if (raster.getNumBands() != components) {
      throw new IllegalArgumentException(
          "%s components, its header has %s".formatted(raster.getNumBands(), components));
    }
    int width = raster.getWidth();
    int height = raster.getHeight();
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[width * components];
    for (int y = 0, at = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int x = 0; x < width; x++, at += 3) {
        convert(row, x * components, rgb, at);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static void differencesToRgb(int[] samples, int from) {
    int luminance = samples[from];
    int blue = samples[from + 1] - 128;
    int red = samples[from + 2] - 128;
    // Factors of 2^16: 1.402, 0.34414, 0.71414 and 1.772.
    samples[from] = clamped(luminance + ((91881 * red + 32768) >> 16));
    samples[from + 1] = clamped(luminance + ((-22554 * blue + 32768 - 46802 * red) >> 16));
    samples[from + 2] = clamped(luminance + ((116130 * blue + 32768) >> 16));
  }

  private static int clamped(int value) {
    return Math.max(0, Math.min(255, value));
  }
}
