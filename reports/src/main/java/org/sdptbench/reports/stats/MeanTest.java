package org.sdptbench.reports.stats;

import java.util.List;
import org.apache.commons.statistics.inference.TTest;

/**
 * Student's t test that the mean of independent repetitions is zero, two-sided, as R's {@code
 * t.test(x)}. Its p value is at most 0.05 exactly where the interval of {@link Estimate} does not
 * reach over zero; unlike the interval it can be corrected for the number of tests.
 *
 * @param n number of values
 * @param p two-sided p value; where all values are equal 0, or 1 if they are zero
 */
public record MeanTest(int n, double p) {

  /**
   * Tests.
   *
   * @throws IllegalArgumentException with fewer than two values, or if one is not finite
   */
  public static MeanTest of(List<Double> values) {
    Sample sample = new Sample(values);
    if (sample.n() < 2) {
      throw new IllegalArgumentException("a t test needs two values or more, found " + values);
    }
    if (values.stream().distinct().count() == 1) {
      return new MeanTest(sample.n(), values.get(0) == 0 ? 1 : 0);
    }
    return new MeanTest(sample.n(), TTest.withDefaults().test(sample.array()).getPValue());
  }
}
