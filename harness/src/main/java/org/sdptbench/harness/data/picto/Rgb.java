package org.sdptbench.harness.data.picto;

/**
 * A colour.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
record Rgb(double red, double green, double blue) {

  /**
   * From hue, saturation and value.
   *
   * @param hue in turns
   * @param saturation 0 to 1
   * @param value 0 to 1
   */
  static Rgb hsv(double hue, double saturation, double value) {
    return new Rgb(
        channel(hue, saturation, value, 5),
        channel(hue, saturation, value, 3),
        channel(hue, saturation, value, 1));
  }

  private static double channel(double hue, double saturation, double value, int n) {
    double k = (n + hue * 6) % 6;
    double part = Math.max(0, Math.min(1, Math.min(k, 4 - k)));
    return 255 * value * (1 - saturation * part);
  }

  double luminance() {
    return 0.299 * red + 0.587 * green + 0.114 * blue;
  }

  /** The colour at {@code t} of the way to another. */
  Rgb towards(Rgb other, double t) {
    return new Rgb(
        red + (other.red - red) * t,
        green + (other.green - green) * t,
        blue + (other.blue - blue) * t);
  }
}
