package org.sdptbench.reports.stats;

import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.descriptive.Quantile.EstimationMethod;

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

  /**
   * The middle 95 % of bootstrap replicates: their quantiles at 0.025 and 0.975, interpolated as
   * R's {@code quantile} and NumPy's {@code percentile} do (type 7 of Hyndman and Fan 1996).
   */
  static Interval ofReplicates(double[] replicates) {
    double[] bounds =
        Quantile.withDefaults()
            .with(EstimationMethod.HF7)
            .evaluate(replicates, Estimate.ALPHA / 2, 1 - Estimate.ALPHA / 2);
    return new Interval(bounds[0], bounds[1]);
  }

  /** Half the width: what stands after ± when the interval is centred. */
  public double halfWidth() {
    return (high - low) / 2;
  }

  /** Whether a value lies in the interval, bounds included. */
  public boolean contains(double value) {
    return low <= value && value <= high;
  }
}
