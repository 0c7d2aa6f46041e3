package org.sdptbench.harness.data.picto;

/** How the colours of an object come about. */
@FunctionalInterface
interface Look {
  /**
   * Returns the tone of an object.
   *
   * @param behind the mean colour of what it will cover
   */
  Tone tone(Pictograph drawing, Rgb behind, SceneRandom random);

  /** Coloured pictures nearly as drawn; icons in a random colour that stands out. */
  static Look natural() {
    return (drawing, behind, random) ->
        drawing.kind() == Pictograph.Kind.ICON
            ? Tone.flat(standingOut(behind, random))
            : Tone.of(
                random.uniform(-0.025, 0.025),
                random.uniform(0.7, 1.15),
                random.uniform(0.75, 1.15));
  }

  /** Coloured pictures with any hue. */
  static Look recoloured() {
    return (drawing, behind, random) ->
        drawing.kind() == Pictograph.Kind.ICON
            ? Tone.flat(standingOut(behind, random))
            : Tone.of(random.uniform(), random.uniform(0.3, 1), random.uniform(0.7, 1.1));
  }

  /** One colour that stands out. */
  static Look silhouette() {
    return (drawing, behind, random) -> Tone.flat(standingOut(behind, random));
  }

  /** One of two looks, drawn per object. */
  static Look mixed(double probability, Look rare, Look common) {
    return (drawing, behind, random) ->
        (random.chance(probability) ? rare : common).tone(drawing, behind, random);
  }

  /** A look that partly takes the colour of what is behind: camouflage, distance. */
  static Look fading(Look look, double least, double most) {
    return (drawing, behind, random) ->
        look.tone(drawing, behind, random).towards(behind, random.uniform(least, most));
  }

  /** Heat as grey values: warm all over, with a trace of the drawing inside. */
  static Look warm() {
    return (drawing, behind, random) -> {
      double heat = random.uniform(170, 245);
      return Tone.of(0, 0, 1).towards(new Rgb(heat, heat, heat), random.uniform(0.6, 0.85));
    };
  }

  /** A colour whose luminance differs from the given one by at least a quarter of the range. */
  private static Rgb standingOut(Rgb behind, SceneRandom random) {
    double luminance = behind.luminance() / 255;
    boolean brighter = luminance < 0.3 || (luminance < 0.7 && random.chance(0.5));
    double wanted =
        brighter
            ? random.uniform(luminance + 0.25, Math.max(luminance + 0.3, 1))
            : random.uniform(0, luminance - 0.25);
    Rgb colour = Rgb.hsv(random.uniform(), random.uniform(0, 1), 1);
    double own = colour.luminance() / 255;
    return wanted < own
        ? new Rgb(0, 0, 0).towards(colour, wanted / own)
        : colour.towards(new Rgb(255, 255, 255), (wanted - own) / (1 - own + 1e-9));
  }
}
