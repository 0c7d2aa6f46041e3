package org.sdptbench.harness.data.picto;

import java.util.List;

/**
 * Two tasks whose results no table shows, so that learning rates can be chosen without a look at
 * the tasks that tables show. They resemble the thirteen: nouns, drawings and places that occur
 * nowhere else in Picto, drawings of known nouns as unlabelled company, and sizes in their range.
 * Their validation sets have 60 images, the most of any task but the old one and the long tail, for
 * these are what decides.
 */
final class TuningSpecs {
  static final String SUITE = "picto-tuning";

  private static final Rgb BLACK = new Rgb(0, 0, 0);
  private static final Rgb WHITE = new Rgb(255, 255, 255);

  private TuningSpecs() {}

  static List<TaskSpec> all() {
    return List.of(kitchen(), insects());
  }

  /** Utensils of middling size; a noun has coloured and plain drawings. */
  private static TaskSpec kitchen() {
    Style kitchen =
        new Style(
            tiles(),
            Look.mixed(0.2, Look.recoloured(), Look.natural()),
            new Layout(1, 4, 0.2, 0.6, 35, 0.1, 0.5),
            List.of(
                Effects.wash(new Rgb(255, 190, 110), 0.05, 0.25),
                Effects.exposure(0.65, 1.05, 20),
                Effects.blur(0.2, 0.8).sometimes(0.5),
                Effects.grain(2, 8)));
    return new TaskSpec(
        SUITE + "/Kitchen",
        100,
        60,
        100,
        kitchen,
        List.of("emoji:teapot", "emoji:lemon", "emoji:egg", "emoji:scissors", "mdi:coffee"),
        2);
  }

  /** Small, faded by distance, at any angle, half hidden by each other and by leaves. */
  private static TaskSpec insects() {
    Style hedge =
        new Style(
            foliage(),
            Look.fading(Look.natural(), 0, 0.25),
            new Layout(2, 6, 0.14, 0.42, 180, 0.1, 0.45),
            List.of(
                Effects.motes(0, 25),
                Effects.exposure(0.7, 1.1, 20),
                Effects.blur(0.2, 0.6),
                Effects.grain(2, 8)));
    return new TaskSpec(
        SUITE + "/Insects",
        128,
        60,
        100,
        hedge,
        List.of(
            "emoji:ant", "emoji:ladybug", "emoji:spider", "emoji:snail", "emoji:four_leaf_clover"),
        3);
  }

  /** Glazed tiles, each of its own shade, most often over a worktop. */
  private static Backdrop tiles() {
    return (canvas, random) -> {
      Rgb glaze = Rgb.hsv(random.uniform(), random.uniform(0.05, 0.5), random.uniform(0.55, 0.95));
      Rgb joint = random.chance(0.5) ? glaze.towards(WHITE, 0.6) : glaze.towards(BLACK, 0.4);
      double step = random.uniform(14, 32) * canvas.unit();
      double gap = Math.max(1, 1.3 * canvas.unit());
      double startX = random.uniform(-step, 0);
      double startY = random.uniform(-step, 0);
      Textures.fill(canvas, 0, 0, canvas.side, canvas.side, joint, 1);
      for (double y = startY; y < canvas.side; y += step) {
        for (double x = startX; x < canvas.side; x += step) {
          int right = (int) (x + step - gap);
          int bottom = (int) (y + step - gap);
          Rgb tile = glaze.towards(random.chance(0.5) ? WHITE : BLACK, random.uniform(0, 0.22));
          Textures.fill(canvas, (int) x, (int) y, right, bottom, tile, 1);
          double gleam = random.uniform(0.1, 0.35);
          int height = (int) Math.max(1, 0.08 * step);
          int left = (int) (x + 0.15 * step);
          int top = (int) (y + 0.15 * step);
          Textures.fill(canvas, left, top, (int) (x + 0.6 * step), top + height, WHITE, gleam);
        }
      }
      int edge = (int) (random.uniform(0.6, 1.15) * canvas.side);
      Rgb stone = Rgb.hsv(random.uniform(), random.uniform(0, 0.15), random.uniform(0.25, 0.75));
      Places.cover(
          canvas, edge, canvas.side, 3, random, (t, h) -> stone.towards(WHITE, 0.35 * t * t));
    };
  }

  /** A hedge from near: broad leaves over each other, each with its midrib. */
  private static Backdrop foliage() {
    return (canvas, random) -> {
      Rgb shade = Rgb.hsv(random.uniform(0.22, 0.42), random.uniform(0.4, 0.7), 0.22);
      Places.cover(canvas, 0, canvas.side, 18, random, (t, h) -> shade.towards(BLACK, 0.6 * t));
      double hue = random.uniform(0.2, 0.38);
      for (int n = random.between(14, 26); n > 0; n--) {
        double x = random.uniform(0, canvas.side);
        double y = random.uniform(0, canvas.side);
        double length = random.uniform(14, 36) * canvas.unit();
        double slimness = random.uniform(0.3, 0.55);
        double angle = random.uniform(0, 2 * Math.PI);
        Rgb leaf =
            Rgb.hsv(
                hue + random.uniform(-0.05, 0.05),
                random.uniform(0.4, 0.75),
                random.uniform(0.3, 0.65));
        Textures.ellipse(canvas, x, y, length, length * slimness, angle, leaf, 1);
        Rgb rib = leaf.towards(WHITE, 0.3);
        Textures.ellipse(canvas, x, y, 0.92 * length, 0.7 * canvas.unit(), angle, rib, 0.7);
      }
    };
  }
}
