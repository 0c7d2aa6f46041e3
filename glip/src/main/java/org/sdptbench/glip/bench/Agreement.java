package org.sdptbench.glip.bench;

import ai.djl.ndarray.NDArray;

/** Refuses to time what does not compute the same. */
public final class Agreement {
  private Agreement() {}

  /**
   * Checks that two arrays are the same.
   *
   * @param tolerance largest difference of two values, as a share of the largest value
   * @throws IllegalStateException if they differ by more, or in shape
   */
  public static void check(NDArray one, NDArray other, double tolerance) {
    if (!one.getShape().equals(other.getShape())) {
      throw new IllegalStateException(
          "two ways to compute the same give shapes %s and %s"
              .formatted(one.getShape(), other.getShape()));
    }
    float[] a = one.toFloatArray();
    float[] b = other.toFloatArray();
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i]));
      difference = Math.max(difference, Math.abs(a[i] - b[i]));
    }
    // Written so that NaN fails too.
    if (!(difference <= tolerance * largest)) {
      throw new IllegalStateException(
          "two ways to compute the same differ by %s, allowed are %s of %s"
              .formatted(difference, tolerance, largest));
    }
  }
}
