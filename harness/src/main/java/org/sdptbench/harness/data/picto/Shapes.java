package org.sdptbench.harness.data.picto;

/**
 * Drawings that no pictograph source has: {@code shape:pothole-N} for any N, holes with a ragged
 * outline, a dark floor and a lit far rim; and {@code shape:dock-N}, a plank jetty from above.
 */
final class Shapes {
  private static final int SIDE = 64;

  private Shapes() {}

  static Pictograph draw(String id, String name) {
    int[] argb;
    if (name.matches("pothole-\\d{1,3}")) {
      argb = pothole(SceneRandom.of(id, 0));
    } else if (name.matches("dock-\\d{1,3}")) {
      argb = dock(SceneRandom.of(id, 0));
    } else {
      throw new IllegalArgumentException(
          "unknown drawing %s; shapes are shape:pothole-N and shape:dock-N".formatted(id));
    }
    return Pictograph.of(id, Pictograph.Kind.PICTURE, SIDE, argb);
  }

  private static int[] pothole(SceneRandom random) {
    double[] amplitude = new double[6];
    double[] phase = new double[6];
    for (int k = 0; k < 6; k++) {
      amplitude[k] = random.uniform(0.3, 1) * 0.16 / (1 + 0.5 * k);
      phase[k] = random.uniform(0, 2 * Math.PI);
    }
    double squash = random.uniform(0.4, 0.75);
    float[] rough = ValueNoise.field(SIDE, 6, 2, random);
    int[] argb = new int[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double u = (x + 0.5) / SIDE * 2 - 1;
        double v = ((y + 0.5) / SIDE * 2 - 1) / squash;
        double angle = StrictMath.atan2(v, u);
        double edge = 0.68;
        for (int k = 0; k < 6; k++) {
          edge += amplitude[k] * StrictMath.sin((k + 2) * angle + phase[k]);
        }
        double depth = edge - Math.sqrt(u * u + v * v); // positive inside
        double alpha = clamp(depth * 16 + 0.5);
        double rim = clamp(1 - depth * 7) * (v > 0 ? 1 : 0.35); // light falls on the near wall
        double grey = 34 + 40 * rough[y * SIDE + x] + 95 * rim;
        argb[y * SIDE + x] = argb(alpha, grey * 1.03, grey, grey * 0.95);
      }
    }
    return argb;
  }

  private static int[] dock(SceneRandom random) {
    double half = random.uniform(0.1, 0.18);
    double head = random.uniform(0.3, 0.5);
    int[] argb = new int[SIDE * SIDE];
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double u = Math.abs((x + 0.5) / SIDE * 2 - 1);
        double v = (y + 0.5) / SIDE * 2 - 1;
        boolean inside = u < half || (v < -0.6 && u < head);
        double plank = y % 6 < 1 ? 0.6 : 1;
        argb[y * SIDE + x] = argb(inside ? 1 : 0, 176 * plank, 140 * plank, 98 * plank);
      }
    }
    return argb;
  }

  private static double clamp(double value) {
    return Math.min(1, Math.max(0, value));
  }

  private static int argb(double alpha, double red, double green, double blue) {
    return (int) (alpha * 255 + 0.5) << 24
        | (int) (red + 0.5) << 16
        | (int) (green + 0.5) << 8
        | (int) (blue + 0.5);
  }
}
