package org.sdptbench.harness.data;

/** Colours of inks as PIL's {@code convert("RGB")} has them, without a colour profile. */
final class Inks {
  private Inks() {}

  /** Cyan, magenta, yellow and black at {@code from}, 0 to 255, as red, green and blue. */
  static void toRgb(int[] inks, int from, byte[] rgb, int at) {
    int paper = 255 - inks[from + 3];
    for (int c = 0; c < 3; c++) {
      rgb[at + c] = (byte) (paper - product(inks[from + c], paper));
    }
  }

  /** {@code a * b / 255}, rounded, as PIL's {@code MULDIV255}. */
  private static int product(int a, int b) {
    int t = a * b + 128;
    return ((t >> 8) + t) >> 8;
  }
}
