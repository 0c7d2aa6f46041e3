package org.sdptbench.harness.eval;

/**
 * A size class of objects.
 *
 * @param suffix what it adds to a metric's name, e.g. {@code s} in {@code APs}; empty for all sizes
 * @param min smallest area in square pixels, inclusive
 * @param max largest area in square pixels, inclusive: COCO's classes share their borders, so an
 *     object of exactly 32² pixels is small and medium
 */
public record AreaRange(String suffix, double min, double max) {

  /** Checks the bounds. */
  public AreaRange {
    if (!(min >= 0 && min <= max)) {
      throw new IllegalArgumentException(
          "area range '%s' needs 0 <= min <= max, found %s to %s".formatted(suffix, min, max));
    }
  }

  boolean contains(double area) {
    return area >= min && area <= max;
  }
}
