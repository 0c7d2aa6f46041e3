package org.sdptbench.glip.golden;

/**
 * How far one tensor is from its reference.
 *
 * @param set name of the golden set
 * @param tensor name of the tensor
 * @param elements number of elements
 * @param maxAbsDiff largest absolute difference; NaN if a value or its reference alone is NaN
 * @param maxAbsReference largest absolute value of the finite references
 * @param rtol tolerance relative to {@code maxAbsReference}
 * @param atol absolute tolerance
 * @param worstIndex flat index of the largest difference, or of the first NaN
 * @param beyond number of elements beyond the tolerance
 */
record Comparison(
    String set,
    String tensor,
    int elements,
    double maxAbsDiff,
    double maxAbsReference,
    double rtol,
    double atol,
    int worstIndex,
    int beyond) {

  static Comparison of(
      String set, String tensor, float[] reference, float[] actual, double rtol, double atol) {
    double largest = 0;
    for (float value : reference) {
      if (Float.isFinite(value)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    double allowed = rtol * largest + atol;
    double worst = 0;
    int worstIndex = 0;
    int beyond = 0;
    for (int i = 0; i < reference.length; i++) {
      double difference = difference(reference[i], actual[i]);
      if (!(difference <= allowed)) {
        beyond++;
      }
      if (difference > worst || (Double.isNaN(difference) && !Double.isNaN(worst))) {
        worst = difference;
        worstIndex = i;
      }
    }
    return new Comparison(
        set, tensor, reference.length, worst, largest, rtol, atol, worstIndex, beyond);
  }

  static Comparison exact(String set, String tensor, long[] reference, long[] actual) {
    double worst = reference.length == actual.length ? 0 : Double.NaN;
    double largest = 0;
    int worstIndex = 0;
    int beyond = Math.abs(reference.length - actual.length);
    for (int i = 0; i < Math.min(reference.length, actual.length); i++) {
      double difference = Math.abs((double) reference[i] - actual[i]);
      largest = Math.max(largest, Math.abs((double) reference[i]));
      if (reference[i] != actual[i]) {
        beyond++;
      }
      if (difference > worst) {
        worst = difference;
        worstIndex = i;
      }
    }
    return new Comparison(set, tensor, reference.length, worst, largest, 0, 0, worstIndex, beyond);
  }

  /** Equal infinities, which masks are made of, do not differ; a NaN differs from everything. */
  private static double difference(float reference, float actual) {
    return reference == actual ? 0 : Math.abs((double) actual - reference);
  }

  /** The largest difference that passes. */
  double allowed() {
    return rtol * maxAbsReference + atol;
  }

  /** Largest difference relative to the largest reference; 0 if both are 0. */
  double maxRelDiff() {
    return maxAbsDiff == 0 ? 0 : maxAbsDiff / maxAbsReference;
  }

  /** Share of the tolerance that was used up; 1 is the limit. */
  double used() {
    return maxAbsDiff == 0 ? 0 : maxAbsDiff / allowed();
  }

  boolean passed() {
    return beyond == 0;
  }
}
