package org.sdptbench.sdpt;

import org.sdptbench.glip.GlipConfig;

/** A modality that meets the other one in a fusion layer; names are the public code's. */
enum Side {
  /** The image sequence, which asks: queries of width v. */
  IMAGE("v"),
  /** The text sequence, which is asked: keys of width l. */
  TEXT("l");

  private final String letter;

  Side(String letter) {
    this.letter = letter;
  }

  /** Whose turn it is where sides alternate: the image's at even numbers, the text's at odd. */
  static Side turn(int number) {
    return number % 2 == 0 ? IMAGE : TEXT;
  }

  /** Width of the latent space. */
  int width(GlipConfig config) {
    return switch (this) {
      case IMAGE -> config.vision().channels();
      case TEXT -> config.text().hidden();
    };
  }

  /** The frozen layer from the latent to the fusion space. */
  String projection(String attention) {
    return attention + "." + letter + "_proj";
  }

  /** Tokens of this side alone. */
  String tokens(String attention) {
    return attention + ".cpt_" + letter + "input";
  }

  /** The learnable layer from the fusion to the latent space. */
  String learnable(String attention) {
    return attention + ".cpt_to_" + letter;
  }
}
