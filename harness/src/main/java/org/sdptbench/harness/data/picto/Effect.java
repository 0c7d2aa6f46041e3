package org.sdptbench.harness.data.picto;

/** Changes a picture after its objects are drawn. */
@FunctionalInterface
interface Effect {
  void apply(Canvas canvas, SceneRandom random);

  /** Applied with some probability. */
  default Effect sometimes(double probability) {
    return (canvas, random) -> {
      if (random.chance(probability)) {
        apply(canvas, random);
      }
    };
  }
}
