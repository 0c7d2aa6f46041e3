package org.sdptbench.reports.picture;

import java.awt.image.BufferedImage;
import org.sdptbench.reports.record.Picture.AttentionMap;

/**
 * An attention map in colours over its image: the image in grey, and over it from dark blue (none)
 * to yellow (the most of this map). Between the middles of its cells a map is interpolated
 * linearly, as the release resizes its maps.
 */
final class HeatMap {
  /** Viridis (van der Walt and Smith, 2015) at nine places: even steps for every kind of eye. */
  private static final int[] VIRIDIS = {
    0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725
  };

  /** Share of the colour in a pixel; the rest is the image. */
  private static final double OPACITY = 0.6;

  private HeatMap() {}

  /** The overlay in the size of the image. */
  static BufferedImage over(BufferedImage image, AttentionMap map) {
    int width = image.getWidth();
    int height = image.getHeight();
    double largest = map.weights().stream().mapToDouble(w -> w).max().orElse(0);
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double weight = at(map, (x + 0.5) * map.columns() / width, (y + 0.5) * map.rows() / height);
        result.setRGB(x, y, blend(image.getRGB(x, y), largest > 0 ? weight / largest : 0));
      }
    }
    return result;
  }

  /** The map at a place in cells, whose middles are at halves. */
  private static double at(AttentionMap map, double x, double y) {
    double left = Math.max(0, Math.min(map.columns() - 1, x - 0.5));
    double top = Math.max(0, Math.min(map.rows() - 1, y - 0.5));
    int column = (int) left;
    int row = (int) top;
    double right = left - column;
    double below = top - row;
    return (1 - below) * ((1 - right) * cell(map, column, row) + right * cell(map, column + 1, row))
        + below
            * ((1 - right) * cell(map, column, row + 1) + right * cell(map, column + 1, row + 1));
  }

  private static double cell(AttentionMap map, int column, int row) {
    int x = Math.min(column, map.columns() - 1);
    int y = Math.min(row, map.rows() - 1);
    return map.weights().get(y * map.columns() + x);
  }

  private static int blend(int rgb, double weight) {
    int color = color(weight);
    double grey = 0.299 * (rgb >> 16 & 0xff) + 0.587 * (rgb >> 8 & 0xff) + 0.114 * (rgb & 0xff);
    int result = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double mixed = OPACITY * (color >> shift & 0xff) + (1 - OPACITY) * grey;
      result |= (int) Math.round(mixed) << shift;
    }
    return result;
  }

  /** The colour of a weight from 0 to 1. */
  static int color(double weight) {
    double place = Math.max(0, Math.min(1, weight)) * (VIRIDIS.length - 1);
    int before = Math.min((int) place, VIRIDIS.length - 2);
    double share = place - before;
    int result = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      double mixed =
          (1 - share) * (VIRIDIS[before] >> shift & 0xff)
              + share * (VIRIDIS[before + 1] >> shift & 0xff);
      result |= (int) Math.round(mixed) << shift;
    }
    return result;
  }
}
