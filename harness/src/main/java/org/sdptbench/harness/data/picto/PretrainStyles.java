package org.sdptbench.harness.data.picto;

import java.util.List;

/**
 * The renderings of pre-training: many textures and every simple change of the picture, so that
 * frozen features survive the new tasks' renderings and what is left to learn is meaning.
 */
final class PretrainStyles {
  private static final Backdrop TEXTURES =
      Backdrop.anyOf(
          Textures.gradient(),
          Textures.gradient(),
          Textures.clouds(),
          Textures.clouds(),
          Textures.stripes(),
          Textures.checks(),
          Textures.patches());

  private static final Backdrop BACKDROP = TEXTURES.and(Textures.clutter(5));

  private static final Layout LAYOUT = new Layout(1, 5, 0.16, 0.62, 30, 0.12, 0.55);

  /** Some scenes have small objects only. */
  private static final Layout SMALL = new Layout(3, 8, 0.08, 0.22, 30, 0.05, 0.6);

  private static final Layout ONE = new Layout(1, 1, 0.6, 1.05, 30, 0.1, 0.6);

  private static final Look LOOK = Look.mixed(0.08, Look.recoloured(), Look.natural());

  private static final List<Effect> EFFECTS =
      List.of(
          Effects.blur(0.3, 1.2).sometimes(0.15),
          Effects.grey().sometimes(0.08),
          Effects.tint(0.1, 0.5).sometimes(0.12),
          Effects.haze(new Rgb(200, 200, 200), 0.1, 0.4).sometimes(0.04),
          Effects.invert().sometimes(0.02),
          Effects.exposure(0.6, 1.2, 25).sometimes(0.4),
          Effects.vignette(0.1, 0.6).sometimes(0.1),
          Effects.grain(1, 10).sometimes(0.4));

  private PretrainStyles() {}

  static Style scene(SceneRandom random) {
    return style(random.chance(0.06) ? SMALL : LAYOUT, random);
  }

  static Style crop(SceneRandom random) {
    return style(ONE, random);
  }

  private static Style style(Layout layout, SceneRandom random) {
    Look look = random.chance(0.06) ? Look.silhouette() : LOOK;
    return new Style(BACKDROP, look, layout, EFFECTS);
  }
}
