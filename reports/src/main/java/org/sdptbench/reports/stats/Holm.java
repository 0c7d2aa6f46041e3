package org.sdptbench.reports.stats;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Holm's correction of p values for testing several hypotheses at once. */
public final class Holm {
  private Holm() {}

  /**
   * Adjusts p values: the i-th smallest of m becomes {@code max over j ≤ i of (m - j + 1) · p(j)},
   * at most 1 (Holm, Scandinavian Journal of Statistics 6, 1979), as R's {@code p.adjust(p,
   * "holm")}. Rejecting where the adjusted p is at most alpha keeps the probability of any false
   * rejection at most alpha, however the tests depend on each other.
   *
   * @return adjusted p values, in the order given
   * @throws IllegalArgumentException if one is not in [0, 1]
   */
  public static List<Double> adjust(List<Double> p) {
    if (!p.stream().allMatch(v -> v >= 0 && v <= 1)) {
      throw new IllegalArgumentException("p values must be in [0, 1], found " + p);
    }
    int[] order =
        IntStream.range(0, p.size())
            .boxed()
            .sorted(Comparator.comparing(p::get))
            .mapToInt(Integer::intValue)
            .toArray();
    Double[] adjusted = new Double[p.size()];
    double largest = 0;
    for (int i = 0; i < order.length; i++) {
      largest = Math.max(largest, Math.min(1, (order.length - i) * p.get(order[i])));
      adjusted[order[i]] = largest;
    }
    return List.of(adjusted);
  }
}
