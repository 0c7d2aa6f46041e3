package org.sdptbench.glip.weights;

/** IEEE 754 binary16 to binary32 and back; Java has these conversions only from version 20 on. */
final class HalfPrecision {

  /** The largest finite binary16. */
  static final float MAX_VALUE = 65504f;

  private HalfPrecision() {}

  /** Exact widening; NaN payloads are kept. */
  static float toFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = (half >>> 10) & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0) {
      // Zero and subnormals are fraction * 2^-24, which a float holds exactly.
      float magnitude = fraction * 0x1p-24f;
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude));
    }
    int widened = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | widened << 23 | fraction << 13);
  }

  /** Narrowing, round to nearest, ties to even; overflow becomes infinity. */
  static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & 0x8000;
    int magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000) {
      return (short) (sign | 0x7e00 | ((magnitude >>> 13) & 0x3ff));
    }
    if (magnitude < 0x38800000) {
      // Below 2^-14: a multiple of 2^-24; rint rounds ties to even.
      return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24));
    }
    // Rounds at bit 13; a carry moves into the exponent, as it should, up to infinity.
    int rounded = magnitude - (112 << 23) + 0xfff + ((magnitude >>> 13) & 1);
    return (short) (sign | Math.min(rounded >>> 13, 0x7c00));
  }
}
