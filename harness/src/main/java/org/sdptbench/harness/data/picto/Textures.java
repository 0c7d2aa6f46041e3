package org.sdptbench.harness.data.picto;

/** Backdrops that show nothing in particular. */
final class Textures {
  private Textures() {}

  /** A random colour, most often a pale or a dark one. */
  static Rgb colour(SceneRandom random) {
    return Rgb.hsv(random.uniform(), random.uniform() * random.uniform(), random.uniform(0.12, 1));
  }

  private static Rgb second(Rgb first, SceneRandom random) {
    return first.towards(colour(random), random.uniform(0.15, 0.7));
  }

  /** A colour that changes linearly into another. */
  static Backdrop gradient() {
    return (canvas, random) -> {
      Rgb from = colour(random);
      Rgb to = second(from, random);
      double angle = random.uniform(0, 2 * Math.PI);
      double dx = StrictMath.cos(angle) / canvas.side;
      double dy = StrictMath.sin(angle) / canvas.side;
      for (int y = 0; y < canvas.side; y++) {
        for (int x = 0; x < canvas.side; x++) {
          double t = 0.5 + (x - canvas.side / 2.0) * dx + (y - canvas.side / 2.0) * dy;
          canvas.set(y * canvas.side + x, from.towards(to, t));
        }
      }
    };
  }

  /** Clouds of two colours. */
  static Backdrop clouds() {
    return (canvas, random) -> {
      Rgb from = colour(random);
      clouds(canvas, from, second(from, random), random.logUniform(4, 60), random);
    };
  }

  static void clouds(Canvas canvas, Rgb from, Rgb to, double cell, SceneRandom random) {
    float[] noise = ValueNoise.field(canvas.side, cell * canvas.unit(), 3, random);
    for (int i = 0; i < noise.length; i++) {
      canvas.set(i, from.towards(to, noise[i]));
    }
  }

  /** Stripes at any angle. */
  static Backdrop stripes() {
    return (canvas, random) -> {
      Rgb from = colour(random);
      Rgb to = second(from, random);
      double angle = random.uniform(0, Math.PI);
      double period = random.logUniform(5, 40) * canvas.unit();
      double dx = StrictMath.cos(angle) / period;
      double dy = StrictMath.sin(angle) / period;
      double share = random.uniform(0.2, 0.8);
      for (int y = 0; y < canvas.side; y++) {
        for (int x = 0; x < canvas.side; x++) {
          double t = x * dx + y * dy;
          double inside = (share - (t - Math.floor(t))) * period + 0.5;
          canvas.set(y * canvas.side + x, from.towards(to, Math.min(1, Math.max(0, inside))));
        }
      }
    };
  }

  /** A chessboard at any angle. */
  static Backdrop checks() {
    return (canvas, random) -> {
      Rgb from = colour(random);
      Rgb to = second(from, random);
      double angle = random.uniform(0, Math.PI / 2);
      double period = random.logUniform(6, 30) * canvas.unit();
      double cos = StrictMath.cos(angle) / period;
      double sin = StrictMath.sin(angle) / period;
      for (int y = 0; y < canvas.side; y++) {
        for (int x = 0; x < canvas.side; x++) {
          boolean odd =
              (((int) Math.floor(x * cos + y * sin) + (int) Math.floor(y * cos - x * sin)) & 1)
                  == 1;
          canvas.set(y * canvas.side + x, odd ? from : to);
        }
      }
    };
  }

  /** Overlapping rectangles of many colours. */
  static Backdrop patches() {
    return gradient()
        .and(
            (canvas, random) -> {
              for (int n = random.between(3, 12); n > 0; n--) {
                Rgb colour = colour(random);
                int width = (int) (random.uniform(0.1, 0.6) * canvas.side);
                int height = (int) (random.uniform(0.1, 0.6) * canvas.side);
                int left = random.between(-width / 2, canvas.side - width / 2);
                int top = random.between(-height / 2, canvas.side - height / 2);
                double opacity = random.uniform(0.3, 1);
                fill(canvas, left, top, left + width, top + height, colour, opacity);
              }
            });
  }

  /** Covers a rectangle, cut at the edges. */
  static void fill(
      Canvas canvas, int left, int top, int right, int bottom, Rgb colour, double opacity) {
    for (int y = Math.max(0, top); y < Math.min(canvas.side, bottom); y++) {
      for (int x = Math.max(0, left); x < Math.min(canvas.side, right); x++) {
        canvas.blend(y * canvas.side + x, colour, opacity);
      }
    }
  }

  /** Ellipses and sticks that are no object of any class. */
  static Backdrop clutter(int most) {
    return (canvas, random) -> {
      for (int n = random.between(0, most); n > 0; n--) {
        double longer = random.logUniform(0.03, 0.25) * canvas.side;
        double shorter = longer * random.logUniform(0.05, 1);
        ellipse(
            canvas,
            random.uniform(0, canvas.side),
            random.uniform(0, canvas.side),
            longer,
            shorter,
            random.uniform(0, Math.PI),
            colour(random),
            random.uniform(0.4, 1));
      }
    };
  }

  /**
   * Covers an ellipse with soft edges.
   *
   * @param angle of its longer half axis from the x axis, in radians
   */
  static void ellipse(
      Canvas canvas,
      double centreX,
      double centreY,
      double longer,
      double shorter,
      double angle,
      Rgb colour,
      double opacity) {
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double reach = Math.max(longer, shorter) + 1;
    int left = Math.max(0, (int) (centreX - reach));
    int right = Math.min(canvas.side - 1, (int) (centreX + reach));
    int top = Math.max(0, (int) (centreY - reach));
    int bottom = Math.min(canvas.side - 1, (int) (centreY + reach));
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double dx = x + 0.5 - centreX;
        double dy = y + 0.5 - centreY;
        double u = (dx * cos + dy * sin) / longer;
        double v = (dy * cos - dx * sin) / shorter;
        double inside = (1 - Math.sqrt(u * u + v * v)) * shorter + 0.5;
        if (inside > 0) {
          canvas.blend(y * canvas.side + x, colour, opacity * Math.min(1, inside));
        }
      }
    }
  }
}
