package org.sdptbench.harness.data.picto;

/** Fills a picture before objects are drawn on it. */
@FunctionalInterface
interface Backdrop {
  void paint(Canvas canvas, SceneRandom random);

  /** One of several, drawn per scene. */
  static Backdrop anyOf(Backdrop... choices) {
    return (canvas, random) -> choices[random.below(choices.length)].paint(canvas, random);
  }

  /** Another backdrop on top of this one. */
  default Backdrop and(Backdrop next) {
    return (canvas, random) -> {
      paint(canvas, random);
      next.paint(canvas, random);
    };
  }
}
