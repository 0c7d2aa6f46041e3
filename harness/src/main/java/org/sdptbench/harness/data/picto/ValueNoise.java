package org.sdptbench.harness.data.picto;

/** Smooth random fields: random values on a lattice, interpolated with a smooth step. */
final class ValueNoise {
  private ValueNoise() {}

  /**
   * Sums octaves, each of half the cell and 0.55 times the strength of the one before.
   *
   * @param side width and height in pixels
   * @param cell distance of the lattice points of the first octave in pixels
   * @param octaves how many
   * @return {@code side * side} values from 0 to 1
   */
  static float[] field(int side, double cell, int octaves, SceneRandom random) {
    float[] field = new float[side * side];
    double strength = 1;
    double total = 0;
    double size = cell;
    for (int o = 0; o < octaves; o++) {
      add(field, side, Math.max(1.5, size), (float) strength, random);
      total += strength;
      strength *= 0.55;
      size /= 2;
    }
    float scale = (float) (1 / total);
    for (int i = 0; i < field.length; i++) {
      field[i] *= scale;
    }
    return field;
  }

  private static void add(
      float[] field, int side, double cell, float strength, SceneRandom random) {
    int knots = (int) (side / cell) + 3;
    float[] lattice = new float[knots * knots];
    for (int i = 0; i < lattice.length; i++) {
      lattice[i] = (float) random.uniform() * strength;
    }
    double dx = random.uniform();
    double dy = random.uniform();
    int[] column = new int[side];
    float[] weight = new float[side];
    for (int x = 0; x < side; x++) {
      double u = x / cell + dx;
      column[x] = (int) u;
      weight[x] = smooth(u - column[x]);
    }
    float[] row = new float[knots];
    for (int y = 0; y < side; y++) {
      double v = y / cell + dy;
      int top = (int) v;
      float wy = smooth(v - top);
      for (int k = 0; k < knots; k++) {
        float a = lattice[top * knots + k];
        row[k] = a + (lattice[(top + 1) * knots + k] - a) * wy;
      }
      for (int x = 0; x < side; x++) {
        float a = row[column[x]];
        field[y * side + x] += a + (row[column[x] + 1] - a) * weight[x];
      }
    }
  }

  private static float smooth(double t) {
    return (float) (t * t * (3 - 2 * t));
  }
}
