package org.sdptbench.harness.data.picto;

import org.sdptbench.harness.data.RgbImage;

/**
 * A square picture in the making. Colours are floats from 0 to 255 that may overshoot until the
 * end; {@code owner} says which object is seen at a pixel, -1 for none.
 */
final class Canvas {
  final int side;
  final float[] red;
  final float[] green;
  final float[] blue;
  final int[] owner;

  Canvas(int side) {
    this.side = side;
    red = new float[side * side];
    green = new float[side * side];
    blue = new float[side * side];
    owner = new int[side * side];
    java.util.Arrays.fill(owner, -1);
  }

  /** Lengths are written for pictures of 128 pixels and scaled by this. */
  double unit() {
    return side / 128.0;
  }

  void set(int pixel, Rgb colour) {
    red[pixel] = (float) colour.red();
    green[pixel] = (float) colour.green();
    blue[pixel] = (float) colour.blue();
  }

  /** Covers a pixel with a colour of some opacity. */
  void blend(int pixel, Rgb colour, double opacity) {
    red[pixel] += (float) ((colour.red() - red[pixel]) * opacity);
    green[pixel] += (float) ((colour.green() - green[pixel]) * opacity);
    blue[pixel] += (float) ((colour.blue() - blue[pixel]) * opacity);
  }

  Rgb at(int pixel) {
    return new Rgb(red[pixel], green[pixel], blue[pixel]);
  }

  /** The mean colour of a square around a point, cut at the edges. */
  Rgb mean(double centreX, double centreY, double radius) {
    int left = Math.max(0, Math.min(side - 1, (int) (centreX - radius)));
    int top = Math.max(0, Math.min(side - 1, (int) (centreY - radius)));
    int right = Math.max(left, Math.min(side - 1, (int) (centreX + radius)));
    int bottom = Math.max(top, Math.min(side - 1, (int) (centreY + radius)));
    double r = 0;
    double g = 0;
    double b = 0;
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        int i = y * side + x;
        r += red[i];
        g += green[i];
        b += blue[i];
      }
    }
    double n = (double) (right - left + 1) * (bottom - top + 1);
    return new Rgb(r / n, g / n, b / n);
  }

  /** Rounds to bytes. */
  RgbImage image() {
    byte[] rgb = new byte[side * side * 3];
    for (int i = 0; i < side * side; i++) {
      rgb[i * 3] = round(red[i]);
      rgb[i * 3 + 1] = round(green[i]);
      rgb[i * 3 + 2] = round(blue[i]);
    }
    return new RgbImage(side, side, rgb);
  }

  private static byte round(float value) {
    return (byte) (int) (Math.min(255f, Math.max(0f, value)) + 0.5f);
  }
}
