package org.sdptbench.harness.tune;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The search for the best learning rate of one method: an even grid, then the two rates beside the
 * best one, at half the distance, until that is half a decade. So each method gets the same number
 * of trials, whatever they show. Rates are 1 or 3 times a power of ten.
 */
public final class RateSearch {
  private static final int LEAST = -24;
  private static final int MOST = 4;
  private static final String ALLOWED =
      "at least two rates of 1 or 3 times a power of ten, evenly spaced by half decades, with room"
          + " below 100 for those beside the largest";

  private final SortedMap<Integer, Double> found = new TreeMap<>();
  private List<Integer> asked;
  private int distance;

  /**
   * A search that begins.
   *
   * @param grid the rates that are tried first, in ascending order
   * @throws IllegalArgumentException if they are not what is allowed; the message says what is
   */
  public RateSearch(List<Double> grid) {
    List<Integer> places = new ArrayList<>();
    grid.stream().sorted().forEach(rate -> places.add(halfDecades(rate)));
    distance = places.size() < 2 ? 0 : places.get(1) - places.get(0);
    for (int i = 1; i < places.size(); i++) {
      if (places.get(i) - places.get(i - 1) != distance) {
        distance = 0;
      }
    }
    if (distance <= 0 || places.get(places.size() - 1) + distance - 1 > MOST) {
      throw new IllegalArgumentException("found rates %s; allowed: %s".formatted(grid, ALLOWED));
    }
    asked = places;
  }

  /** Rates that the whole search tries, at its beginning. */
  int budget() {
    int rounds = Integer.SIZE - 1 - Integer.numberOfLeadingZeros(distance);
    return asked.size() + 2 * rounds;
  }

  /** The rates to try now; none once the search is over. */
  public List<Double> next() {
    return asked.stream().map(RateSearch::rate).toList();
  }

  /**
   * Takes what all rates of {@link #next} came to.
   *
   * @param ap validation AP by rate; a rate that is missing or NaN diverged
   */
  public void found(Map<Double, Double> ap) {
    for (int place : asked) {
      double value = ap.getOrDefault(rate(place), Double.NaN);
      found.put(place, Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value);
    }
    asked = List.of();
    if (distance > 1) {
      distance /= 2;
      int best = best();
      asked = List.of(best - distance, best + distance);
    }
  }

  /** The best rate so far, of equal ones the smallest; empty if all of them diverged. */
  public OptionalDouble rate() {
    return trials().values().stream().allMatch(ap -> ap.isInfinite())
        ? OptionalDouble.empty()
        : OptionalDouble.of(rate(best()));
  }

  /** What was found by rate; negative infinity for one that diverged. */
  public SortedMap<Double, Double> trials() {
    SortedMap<Double, Double> trials = new TreeMap<>();
    found.forEach((place, ap) -> trials.put(rate(place), ap));
    return trials;
  }

  private int best() {
    int best = found.firstKey();
    double ap = Double.NEGATIVE_INFINITY;
    for (Map.Entry<Integer, Double> trial : found.entrySet()) {
      if (trial.getValue() > ap) {
        best = trial.getKey();
        ap = trial.getValue();
      }
    }
    return best;
  }

  private static double rate(int halfDecades) {
    return new BigDecimal(
            (Math.floorMod(halfDecades, 2) == 0 ? "1e" : "3e") + Math.floorDiv(halfDecades, 2))
        .doubleValue();
  }

  private static int halfDecades(double rate) {
    for (int place = LEAST; place <= MOST; place++) {
      if (rate(place) == rate) {
        return place;
      }
    }
    throw new IllegalArgumentException("found the rate %s; allowed: %s".formatted(rate, ALLOWED));
  }
}
