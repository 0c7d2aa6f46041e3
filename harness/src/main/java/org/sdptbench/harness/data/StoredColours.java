package org.sdptbench.harness.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/**
 * Samples as they are stored, as PIL's colours: Java's own conversion would apply gamma to grey
 * images and profiles to all. What the samples are, Java's colour model does not always say (it
 * takes inks for red, green, blue and opacity), so the caller does.
 */
enum StoredColours {
  /** Grey, or red, green and blue, or numbers of a palette; what is more is opacity. */
  LIGHT,
  /** Cyan, magenta, yellow and black. */
  INK;

  /**
   * The colours of an image.
   *
   * @throws NoColoursException if PIL has none for such samples; the message says which
   */
  RgbImage rgb(BufferedImage image) throws NoColoursException {
    Raster raster = image.getRaster();
    ColorModel model = image.getColorModel();
    int bands = raster.getNumBands();
    check(raster, model, bands);
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[width * height * 3];
    int[] row = new int[width * bands];
    int[] most = new int[bands];
    for (int b = 0; b < bands; b++) {
      most[b] = (1 << raster.getSampleModel().getSampleSize(b)) - 1;
    }
    boolean premultiplied = bands == 4 && this == LIGHT && model.isAlphaPremultiplied();
    for (int y = 0, at = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++, at += 3) {
        int from = x * bands;
        if (model instanceof IndexColorModel palette) {
          int index = row[from];
          rgb[at] = (byte) palette.getRed(index);
          rgb[at + 1] = (byte) palette.getGreen(index);
          rgb[at + 2] = (byte) palette.getBlue(index);
          continue;
        }
        for (int b = 0; b < bands; b++) {
          row[from + b] = toByte(row[from + b], most[b]);
        }
        if (premultiplied) {
          divide(row, from);
        }
        convert(row, from, bands, rgb, at);
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private void convert(int[] row, int from, int bands, byte[] rgb, int at) {
    if (this == INK) {
      Inks.toRgb(row, from, rgb, at);
      return;
    }
    for (int c = 0; c < 3; c++) {
      int sample = row[bands < 3 ? from : from + c];
      rgb[at + c] = (byte) sample;
    }
  }

  private void check(Raster raster, ColorModel model, int bands) throws NoColoursException {
    int bits = raster.getSampleModel().getSampleSize(0);
    int type = raster.getSampleModel().getDataType();
    boolean packed = type == DataBuffer.TYPE_INT && bits <= 8;
    if (type != DataBuffer.TYPE_BYTE && type != DataBuffer.TYPE_USHORT && !packed
        || bands == 1 && bits > 8 && !(model instanceof IndexColorModel)) {
      throw new NoColoursException(
          "%s sample%s of %s bits a pixel, of which PIL makes white what is above 255 (convert it to"
                  .formatted(bands, bands == 1 ? "" : "s", bits)
              + " 8 bits)");
    }
    boolean fits =
        switch (this) {
          case INK -> bands == 4;
          case LIGHT -> bands <= 4 && (bands % 2 == 1 || model.hasAlpha());
        };
    if (!fits) {
      throw new NoColoursException("%s samples a pixel of unknown meaning".formatted(bands));
    }
  }

  /** Of more than 8 bits the high 8, fewer are stretched. */
  private static int toByte(int sample, int most) {
    return most > 255 ? sample >> 8 : sample * 255 / most;
  }

  private static void divide(int[] row, int from) {
    int opacity = row[from + 3];
    for (int c = 0; c < 3; c++) {
      row[from + c] = opacity == 0 ? 0 : Math.min(255, row[from + c] * 255 / opacity);
    }
  }
}
