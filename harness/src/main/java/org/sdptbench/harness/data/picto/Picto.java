package org.sdptbench.harness.data.picto;

import java.io.IOException;

/** The embedded data: the way in to all suites. */
public final class Picto {
  /** Width and height of the pictures for which digests are pinned. */
  public static final int DEFAULT_SIDE = 128;

  private final PictoPretrain pretrain;

  private Picto(PictoPretrain pretrain) {
    this.pretrain = pretrain;
  }

  /**
   * Opens the suites.
   *
   * @param side width and height of the pictures in pixels, 32 to 1024
   * @throws IOException if a source of drawings is missing; the message names it
   */
  public static Picto open(int side) throws IOException {
    if (side < 32 || side > 1024) {
      throw new IllegalArgumentException(
          "side %d of Picto's pictures: allowed are 32 to 1024 pixels".formatted(side));
    }
    Pictographs pictographs = Pictographs.open();
    return new Picto(new PictoPretrain(pictographs, side, PictoPretrain.baseNouns()));
  }

  /** The suite {@code picto-pretrain}. */
  public PictoPretrain pretrain() {
    return pretrain;
  }
}
