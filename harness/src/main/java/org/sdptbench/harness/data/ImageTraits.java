package org.sdptbench.harness.data;

/**
 * What an image file is like, beside its size.
 *
 * @param samples what its pixels consist of
 * @param orientation its EXIF orientation, 1 to 8 by the standard; 1 if there is none. It is not
 *     applied
 */
public record ImageTraits(Samples samples, int orientation) {

  /** What pixels consist of. */
  public enum Samples {
    /** Red, green and blue, in whatever form they are stored. */
    COLOUR("colour"),
    /** One sample of light. */
    GREY("grey"),
    /** A number of a palette. */
    PALETTE("palette"),
    /** Cyan, magenta, yellow and black. */
    CMYK("CMYK"),
    /** More than 8 bits a sample, of which the high 8 are taken. */
    DEEP("16-bit");

    private final String title;

    Samples(String title) {
      this.title = title;
    }

    /** In words. */
    public String title() {
      return title;
    }
  }
}
