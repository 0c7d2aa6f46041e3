package org.sdptbench.reports.stats;

import java.util.List;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/** Finite values, checked once. */
record Sample(List<Double> values) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException without values, or if one is not finite
   */
  Sample {
    if (values.isEmpty() || !values.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("a mean needs finite values, found " + values);
    }
    values = List.copyOf(values);
  }

  int n() {
    return values.size();
  }

  double[] array() {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  double mean() {
    return Mean.of(array()).getAsDouble();
  }

  /** Sample standard deviation, with n - 1; needs at least two values. */
  double standardDeviation() {
    return StandardDeviation.of(array()).getAsDouble();
  }
}
