package org.sdptbench.reports.stats;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Differences of two methods on one task, paired by seed: both runs of a pair have the same seed,
 * hence the same few-shot sample and data order, so that what these add to both cancels.
 *
 * @param bySeed first minus second by seed; at least one
 */
public record PairedDifference(SortedMap<Long, Double> bySeed) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException without differences, or if one is not finite
   */
  public PairedDifference {
    bySeed = Collections.unmodifiableSortedMap(new TreeMap<>(bySeed));
    new Sample(List.copyOf(bySeed.values()));
  }

  /**
   * Pairs the values of two methods; seeds that only one of them has are left out.
   *
   * @param first values of the first method by seed
   * @param second values of the second method by seed
   * @return the differences; empty if no seed has both
   */
  public static Optional<PairedDifference> of(Map<Long, Double> first, Map<Long, Double> second) {
    SortedMap<Long, Double> differences = new TreeMap<>();
    first.forEach(
        (seed, value) -> {
          Double other = second.get(seed);
          if (other != null) {
            differences.put(seed, value - other);
          }
        });
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(new PairedDifference(differences));
  }

  /** The differences in the order of their seeds. */
  public List<Double> values() {
    return List.copyOf(bySeed.values());
  }

  /** Number of pairs. */
  public int n() {
    return bySeed.size();
  }

  /**
   * Mean difference with its t interval over seeds, as R's {@code t.test(x, y, paired = TRUE)}; no
   * interval for a single pair.
   */
  public Estimate estimate() {
    return Estimate.of(values());
  }

  /** Rank test of the differences over seeds. */
  public WilcoxonSignedRank rankTest() {
    return WilcoxonSignedRank.of(values());
  }

  /** How many seeds it would take to see a difference of this size. */
  public SeedsNeeded seedsNeeded() {
    return SeedsNeeded.of(values());
  }
}
