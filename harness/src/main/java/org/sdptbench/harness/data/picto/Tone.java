package org.sdptbench.harness.data.picto;

/**
 * An affine map of colours: {@code matrix * colour + offset}.
 *
 * @param matrix nine coefficients, row by row
 * @param offset three levels of 255
 */
@SuppressWarnings("ArrayRecordComponent") // coefficients, never compared as values
record Tone(float[] matrix, float[] offset) {

  /** Paints everything in one colour. */
  static Tone flat(Rgb colour) {
    return new Tone(
        new float[9],
        new float[] {(float) colour.red(), (float) colour.green(), (float) colour.blue()});
  }

  /**
   * Changes a coloured drawing.
   *
   * @param hue how far to turn the hue, in turns
   * @param saturation 0 for grey, 1 for no change
   * @param gain factor of the brightness
   */
  static Tone of(double hue, double saturation, double gain) {
    // A rotation about the grey axis, then a pull towards the luminance.
    double cos = StrictMath.cos(2 * Math.PI * hue);
    double sin = StrictMath.sin(2 * Math.PI * hue) * Math.sqrt(1 / 3.0);
    double third = (1 - cos) / 3;
    double[] turn = {
      cos + third,
      third - sin,
      third + sin,
      third + sin,
      cos + third,
      third - sin,
      third - sin,
      third + sin,
      cos + third
    };
    double[] luminance = {0.299, 0.587, 0.114};
    float[] matrix = new float[9];
    for (int column = 0; column < 3; column++) {
      double grey = 0;
      for (int k = 0; k < 3; k++) {
        grey += luminance[k] * turn[k * 3 + column];
      }
      for (int row = 0; row < 3; row++) {
        double coloured = turn[row * 3 + column];
        matrix[row * 3 + column] =
            (float) (gain * (saturation * coloured + (1 - saturation) * grey));
      }
    }
    return new Tone(matrix, new float[3]);
  }

  /** This tone, then a step of {@code t} towards a colour. */
  Tone towards(Rgb colour, double t) {
    float[] m = matrix.clone();
    for (int i = 0; i < 9; i++) {
      m[i] *= (float) (1 - t);
    }
    return new Tone(
        m,
        new float[] {
          (float) (offset[0] * (1 - t) + colour.red() * t),
          (float) (offset[1] * (1 - t) + colour.green() * t),
          (float) (offset[2] * (1 - t) + colour.blue() * t)
        });
  }
}
