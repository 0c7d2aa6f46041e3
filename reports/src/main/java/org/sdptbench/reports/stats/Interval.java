package org.sdptbench.reports.stats;

/**
 * A closed interval.
 *
 * @param low lower bound
 * @param high upper bound, at least {@code low}
 */
public record Interval(double low, double high) {

  /** Checks the order of the bounds. */
  public Interval {
    if (!(low <= high)) {
      throw new IllegalArgumentException(
          "interval from %s to %s: bounds in wrong order".formatted(low, high));
    }
  }

  /** Half the width: what stands after ± when the interval is centred. */
  public double halfWidth() {
    return (high - low) / 2;
  }
}
