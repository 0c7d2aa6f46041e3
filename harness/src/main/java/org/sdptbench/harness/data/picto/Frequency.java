package org.sdptbench.harness.data.picto;

import org.sdptbench.harness.data.LvisFederation;

/**
 * How often a class occurs in training, as LVIS divides its classes, with bounds scaled to Picto's
 * 300 training images: LVIS has 1 to 10, 11 to 100 and more than 100 images.
 */
public enum Frequency {
  /** In 1 to 3 training images. */
  RARE,
  /** In 4 to 20 training images. */
  COMMON,
  /** In more than 20 training images. */
  FREQUENT;

  /** The group of a class by its number of training images, at least 1. */
  public static Frequency of(int images) {
    if (images < 1) {
      throw new IllegalArgumentException("a class in %s training images".formatted(images));
    }
    return images <= 3 ? RARE : images <= 20 ? COMMON : FREQUENT;
  }

  /** The letter that LVIS's annotation files use: {@code r}, {@code c} or {@code f}. */
  public String letter() {
    return inLvis().letter();
  }

  /** The same group among LVIS's. */
  LvisFederation.Frequency inLvis() {
    return switch (this) {
      case RARE -> LvisFederation.Frequency.RARE;
      case COMMON -> LvisFederation.Frequency.COMMON;
      case FREQUENT -> LvisFederation.Frequency.FREQUENT;
    };
  }
}
