package org.sdptbench.harness.data.picto;

/** Backdrops that stand for a place; none of them occurs in pre-training. */
final class Places {
  private static final Rgb BLACK = new Rgb(0, 0, 0);
  private static final Rgb WHITE = new Rgb(255, 255, 255);

  private Places() {}

  /** Colour of a point by its texture value and height in the picture, both from 0 to 1. */
  @FunctionalInterface
  interface Surface {
    Rgb at(double texture, double height);
  }

  /**
   * Covers the rows from {@code top} to {@code bottom} with a texture whose cells have a given
   * size.
   */
  static void cover(
      Canvas canvas, int top, int bottom, double cell, SceneRandom random, Surface surface) {
    float[] noise = ValueNoise.field(canvas.side, cell * canvas.unit(), 3, random);
    for (int y = top; y < bottom; y++) {
      for (int x = 0; x < canvas.side; x++) {
        int i = y * canvas.side + x;
        canvas.set(i, surface.at(noise[i], (double) y / canvas.side));
      }
    }
  }

  /** Yellowed, stained paper. */
  static Backdrop paper() {
    return (canvas, random) -> {
      Rgb light = Rgb.hsv(random.uniform(0.08, 0.14), random.uniform(0.1, 0.35), 0.85);
      cover(canvas, 0, canvas.side, 20, random, (t, h) -> light.towards(BLACK, 0.1 + 0.1 * t));
    };
  }

  /** Planks seen from above: a desk, a shelf. */
  static Backdrop wood() {
    return (canvas, random) -> {
      Rgb light = Rgb.hsv(random.uniform(0.05, 0.1), random.uniform(0.3, 0.6), 0.8);
      double plank = random.uniform(18, 40) * canvas.unit();
      double phase = random.uniform(0, plank);
      float[] warp = ValueNoise.field(canvas.side, 40 * canvas.unit(), 2, random);
      for (int y = 0; y < canvas.side; y++) {
        double at = (y + phase) % plank;
        for (int x = 0; x < canvas.side; x++) {
          int i = y * canvas.side + x;
          double ring = y * 0.9 / canvas.unit() + 26 * warp[i];
          double grain = Math.abs(ring - Math.floor(ring) - 0.5);
          canvas.set(i, light.towards(BLACK, 0.15 + 0.3 * grain + (at < 1.2 ? 0.3 : 0)));
        }
      }
    };
  }

  /** A papered or bricked wall over a floor: a room, a porch. */
  static Backdrop room() {
    return (canvas, random) -> {
      int edge = (int) (random.uniform(0.5, 0.75) * canvas.side);
      Rgb wall = Rgb.hsv(random.uniform(), random.uniform(0.1, 0.4), random.uniform(0.5, 0.9));
      Rgb floor = Rgb.hsv(random.uniform(0.04, 0.12), random.uniform(0.2, 0.5), 0.55);
      boolean bricks = random.chance(0.5);
      double height = random.uniform(7, 11) * canvas.unit();
      for (int y = 0; y < edge; y++) {
        int course = (int) (y / height);
        for (int x = 0; x < canvas.side; x++) {
          double along = (x + (course % 2) * height) % (2 * height);
          boolean joint = bricks ? y % height < 1.2 || along < 1.2 : along < height / 2;
          canvas.set(y * canvas.side + x, joint ? wall.towards(BLACK, 0.22) : wall);
        }
      }
      cover(canvas, edge, canvas.side, 10, random, (t, h) -> floor.towards(BLACK, 0.5 * t));
    };
  }

  /** Water from within: darker below, with beams of light and sand at the bottom. */
  static Backdrop deepWater() {
    return (canvas, random) -> {
      Rgb top = Rgb.hsv(random.uniform(0.47, 0.58), random.uniform(0.5, 0.8), 0.85);
      Rgb deep = Rgb.hsv(random.uniform(0.53, 0.64), random.uniform(0.7, 0.95), 0.32);
      double slant = random.uniform(-0.5, 0.5);
      double phase = random.uniform(0, 100);
      double period = random.uniform(14, 30) * canvas.unit();
      cover(canvas, 0, canvas.side, 30, random, (t, h) -> top.towards(deep, h * 0.8 + t * 0.3));
      for (int y = 0; y < canvas.side; y++) {
        double fade = 0.28 * (1 - (double) y / canvas.side);
        for (int x = 0; x < canvas.side; x++) {
          double t = (x + slant * y + phase) / period;
          double beam = 4 * Math.abs(t - Math.floor(t) - 0.5) - 1; // a triangle from -1 to 1
          canvas.blend(y * canvas.side + x, WHITE, Math.max(0, beam) * fade);
        }
      }
      int bed = (int) (random.uniform(0.82, 1.1) * canvas.side);
      for (int y = bed; y < canvas.side; y++) {
        for (int x = 0; x < canvas.side; x++) {
          canvas.blend(y * canvas.side + x, new Rgb(150, 150, 110), 0.5);
        }
      }
    };
  }

  /** A coast from high above: waves, sand, some green. */
  static Backdrop coast() {
    return (canvas, random) -> {
      Rgb sea = Rgb.hsv(random.uniform(0.5, 0.58), random.uniform(0.4, 0.7), 0.55);
      Rgb land = Rgb.hsv(random.uniform(0.1, 0.3), random.uniform(0.2, 0.4), 0.6);
      float[] shape = ValueNoise.field(canvas.side, 60 * canvas.unit(), 4, random);
      float[] waves = ValueNoise.field(canvas.side, 5 * canvas.unit(), 2, random);
      double angle = random.uniform(0, 2 * Math.PI);
      double dx = StrictMath.cos(angle) / canvas.side;
      double dy = StrictMath.sin(angle) / canvas.side;
      for (int y = 0; y < canvas.side; y++) {
        for (int x = 0; x < canvas.side; x++) {
          int i = y * canvas.side + x;
          double level =
              (x - canvas.side / 2.0) * dx + (y - canvas.side / 2.0) * dy + shape[i] - 0.2;
          double shore = Math.min(1, Math.max(0, (level - 0.5) * 20));
          Rgb water = sea.towards(WHITE, waves[i] > 0.68 ? 0.3 : 0.12 * waves[i]);
          canvas.set(i, water.towards(land.towards(BLACK, 0.35 * waves[i]), shore));
        }
      }
    };
  }

  /** Grass with blades of many greens. */
  static Backdrop meadow() {
    return (canvas, random) -> {
      Rgb base = Rgb.hsv(random.uniform(0.16, 0.32), random.uniform(0.35, 0.6), 0.55);
      cover(canvas, 0, canvas.side, 25, random, (t, h) -> base.towards(BLACK, 0.45 * t));
      strew(canvas, random, 160, 0.14, 0.32, 2.5, 6, 0.12, Math.PI / 2, 0.5);
    };
  }

  /** Fallen leaves and twigs. */
  static Backdrop forestFloor() {
    return (canvas, random) -> {
      Rgb base = Rgb.hsv(random.uniform(0.05, 0.12), 0.5, 0.35);
      cover(canvas, 0, canvas.side, 12, random, (t, h) -> base.towards(BLACK, 0.5 * t));
      strew(canvas, random, 110, 0.02, 0.16, 2.5, 7, 0.45, 0, Math.PI);
    };
  }

  /** Wet sand with pebbles. */
  static Backdrop sand() {
    return (canvas, random) -> {
      Rgb base = Rgb.hsv(random.uniform(0.06, 0.13), random.uniform(0.2, 0.45), 0.78);
      cover(canvas, 0, canvas.side, 14, random, (t, h) -> base.towards(BLACK, 0.4 * t));
      strew(canvas, random, 45, 0.0, 0.12, 1.2, 4, 0.8, 0, Math.PI);
    };
  }

  private static void strew(
      Canvas canvas,
      SceneRandom random,
      int count,
      double leastHue,
      double mostHue,
      double shortest,
      double longest,
      double slimness,
      double angle,
      double spread) {
    for (int n = 0; n < count; n++) {
      double length = random.uniform(shortest, longest) * canvas.unit();
      Textures.ellipse(
          canvas,
          random.uniform(0, canvas.side),
          random.uniform(0, canvas.side),
          length,
          length * slimness,
          angle + random.uniform(-spread, spread),
          Rgb.hsv(
              random.uniform(leastHue, mostHue),
              random.uniform(0.3, 0.7),
              random.uniform(0.25, 0.8)),
          random.uniform(0.4, 0.9));
    }
  }

  /** Asphalt filling the picture, with cracks, stains and a line. */
  static Backdrop asphalt() {
    return (canvas, random) -> {
      Rgb base = Rgb.hsv(random.uniform(), 0.05, random.uniform(0.4, 0.65));
      cover(canvas, 0, canvas.side, 5, random, (t, h) -> base.towards(BLACK, 0.1 + 0.4 * t));
      if (random.chance(0.6)) {
        int left = (int) random.uniform(0, canvas.side);
        int width = (int) Math.max(2, 5 * canvas.unit());
        Textures.fill(canvas, left, 0, left + width, canvas.side, new Rgb(225, 220, 190), 0.75);
      }
      for (int n = random.between(2, 7); n > 0; n--) { // stains: dark, but soft and shallow
        double radius = random.uniform(4, 18) * canvas.unit();
        Textures.ellipse(
            canvas,
            random.uniform(0, canvas.side),
            random.uniform(0, canvas.side),
            radius,
            radius * random.uniform(0.3, 0.9),
            random.uniform(0, Math.PI),
            random.chance(0.6) ? BLACK : new Rgb(170, 165, 160),
            random.uniform(0.12, 0.4));
      }
    };
  }

  /** Sky, a row of houses and a road. */
  static Backdrop street() {
    return (canvas, random) -> {
      Rgb sky = Rgb.hsv(random.uniform(0.5, 0.65), random.uniform(0.05, 0.45), 0.9);
      int edge = (int) (random.uniform(0.35, 0.55) * canvas.side);
      cover(canvas, 0, edge, 40, random, (t, h) -> sky.towards(WHITE, 0.6 * t));
      for (int left = 0; left < canvas.side; ) {
        int width = (int) (random.uniform(12, 34) * canvas.unit());
        int top = (int) (edge - random.uniform(10, 45) * canvas.unit());
        Rgb wall = Rgb.hsv(random.uniform(), random.uniform(0.05, 0.4), random.uniform(0.3, 0.8));
        Textures.fill(canvas, left, top, left + width, edge, wall, 1);
        int step = (int) Math.max(4, 7 * canvas.unit());
        for (int y = top + step / 2; y < edge - step / 2; y += step) {
          for (int x = left + step / 2; x < left + width - step / 2; x += step) {
            Rgb pane = wall.towards(random.chance(0.5) ? WHITE : BLACK, 0.4);
            Textures.fill(canvas, x, y, x + step / 2, y + step / 2, pane, 1);
          }
        }
        left += width;
      }
      Rgb road = Rgb.hsv(0, 0.02, random.uniform(0.3, 0.5));
      cover(canvas, edge, canvas.side, 4, random, (t, h) -> road.towards(BLACK, 0.3 * t));
      int line = (edge + canvas.side) / 2;
      int dash = (int) Math.max(4, 14 * canvas.unit());
      for (int x = random.below(dash); x < canvas.side; x += 2 * dash) {
        Textures.fill(
            canvas, x, line, x + dash, line + (int) Math.max(1, 2 * canvas.unit()), WHITE, 0.8);
      }
    };
  }

  /** Heat of a cool yard at night, as grey values: dark and blurred, with lukewarm spots. */
  static Backdrop coolYard() {
    return (canvas, random) -> {
      double floor = random.uniform(20, 60);
      cover(
          canvas,
          0,
          canvas.side,
          30,
          random,
          (t, h) -> {
            double v = floor + 45 * t + 30 * h;
            return new Rgb(v, v, v);
          });
      for (int n = random.between(1, 5); n > 0; n--) {
        double v = random.uniform(80, 170);
        double width = random.uniform(4, 22) * canvas.unit();
        Textures.ellipse(
            canvas,
            random.uniform(0, canvas.side),
            random.uniform(0, canvas.side),
            width,
            width * random.uniform(0.2, 0.9),
            random.uniform(0, Math.PI),
            new Rgb(v, v, v),
            0.8);
      }
    };
  }
}
