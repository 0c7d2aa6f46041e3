package org.sdptbench.glip.golden;

import java.util.Arrays;
import java.util.Locale;
import org.sdptbench.glip.weights.RawTensor;

/**
 * Assertions that a tensor agrees with a golden one. Each is recorded in the {@link GoldenReport}
 * before it can fail.
 *
 * <p>The tolerance is on the largest difference, relative to the largest value of the reference:
 * {@code max|Δ| ≤ rtol · max|reference| + atol}.
 */
public final class GoldenAssert {

  /** For outputs of one module; torch's float32 itself is up to 6e-6 from its float64. */
  public static final double UNIT_RTOL = 2e-5;

  /** For gradients. */
  public static final double GRAD_RTOL = 1e-4;

  /** For outputs of the head and of whole models. */
  public static final double MODEL_RTOL = 1e-4;

  /** The absolute floor, for values that nearly cancel. */
  public static final double ATOL = 1e-6;

  private GoldenAssert() {}

  /** {@link #close(GoldenSet, String, float[], double, double)} with the floor {@link #ATOL}. */
  public static void close(GoldenSet set, String tensor, float[] actual, double rtol) {
    close(set, tensor, actual, rtol, ATOL);
  }

  /**
   * Asserts that {@code actual} agrees with a tensor of the set.
   *
   * @param set the set
   * @param tensor name of the reference
   * @param actual elements, row-major, as many as the reference has
   * @param rtol tolerance relative to the reference's largest absolute value
   * @param atol absolute tolerance that is added
   */
  public static void close(GoldenSet set, String tensor, float[] actual, double rtol, double atol) {
    RawTensor reference = set.tensor(tensor);
    close(set.name(), tensor, reference.shape(), reference.toFloats(), actual, rtol, atol);
  }

  /**
   * Asserts that two arrays agree, for comparisons that need more than one tensor of a set, such as
   * detections that were matched first.
   *
   * @param set what the report calls the set
   * @param quantity what the report calls the tensor
   */
  public static void close(
      String set, String quantity, float[] reference, float[] actual, double rtol, double atol) {
    close(set, quantity, new long[] {reference.length}, reference, actual, rtol, atol);
  }

  private static void close(
      String set,
      String tensor,
      long[] shape,
      float[] reference,
      float[] actual,
      double rtol,
      double atol) {
    if (reference.length != actual.length) {
      throw new AssertionError(
          "golden set %s, tensor '%s': found %s elements, the reference has %s, shape %s"
              .formatted(set, tensor, actual.length, reference.length, Arrays.toString(shape)));
    }
    Comparison comparison = Comparison.of(set, tensor, reference, actual, rtol, atol);
    GoldenReport.add(comparison);
    verify(comparison, shape, reference, actual);
  }

  /** Fails unless the comparison passed. */
  static void verify(Comparison comparison, long[] shape, float[] reference, float[] actual) {
    if (!comparison.passed()) {
      int at = comparison.worstIndex();
      throw new AssertionError(
          String.format(
              Locale.ROOT,
              "golden set %s, tensor '%s': the largest difference is %.3e, allowed is %.3e"
                  + " (%.1e of the largest reference %.3e, plus %.1e); at %s: found %s, expected %s;"
                  + " %s of %s elements are beyond the tolerance",
              comparison.set(),
              comparison.tensor(),
              comparison.maxAbsDiff(),
              comparison.allowed(),
              comparison.rtol(),
              comparison.maxAbsReference(),
              comparison.atol(),
              Arrays.toString(index(at, shape)),
              actual[at],
              reference[at],
              comparison.beyond(),
              reference.length));
    }
  }

  /** Asserts that integers are equal to those of a tensor of the set. */
  public static void exact(GoldenSet set, String tensor, long[] actual) {
    RawTensor reference = set.tensor(tensor);
    long[] expected = reference.toLongs();
    int mismatch = Arrays.mismatch(expected, actual);
    GoldenReport.add(Comparison.exact(set.name(), tensor, expected, actual));
    if (mismatch >= 0) {
      boolean sameLength = expected.length == actual.length;
      throw new AssertionError(
          "golden set %s, tensor '%s': %s"
              .formatted(
                  set.name(),
                  tensor,
                  sameLength
                      ? "at %s: found %s, expected %s"
                          .formatted(
                              Arrays.toString(index(mismatch, reference.shape())),
                              actual[mismatch],
                              expected[mismatch])
                      : "found %s elements, the reference has %s"
                          .formatted(actual.length, expected.length)));
    }
  }

  /** Row-major position of the flat index {@code flat}. */
  private static long[] index(int flat, long[] shape) {
    long[] index = new long[shape.length];
    long rest = flat;
    for (int d = shape.length - 1; d >= 0; d--) {
      index[d] = rest % shape[d];
      rest /= shape[d];
    }
    return index;
  }
}
