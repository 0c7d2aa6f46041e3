package org.sdptbench.reports.stats;

import java.util.List;

/**
 * How many seeds a paired t test (two-sided, alpha 0.05) needs to find an effect with probability
 * 0.8, if the true effect and its scatter over seeds are those observed.
 *
 * <p>A rough guide for planning, not a result: with few seeds the observed scatter, and with it
 * this number, is itself uncertain. It is not a test either, and says nothing about the runs at
 * hand.
 */
public sealed interface SeedsNeeded {

  /** Largest number of seeds that is looked at. */
  int LIMIT = 10_000;

  /** Probability of finding the effect. */
  double POWER = 0.8;

  /**
   * So many seeds.
   *
   * @param seeds fewest seeds with the power wanted
   */
  record Known(int seeds) implements SeedsNeeded {
    @Override
    public String inWords() {
      return Integer.toString(seeds);
    }
  }

  /** More than {@link #LIMIT} seeds: the effect is too small to matter. */
  record BeyondLimit() implements SeedsNeeded {
    @Override
    public String inWords() {
      return "more than " + LIMIT;
    }
  }

  /**
   * Cannot be said.
   *
   * @param reason why, in a few words
   */
  record Unknown(String reason) implements SeedsNeeded {
    @Override
    public String inWords() {
      return "cannot be said";
    }
  }

  /** For a table: a number, {@code more than 10000} or {@code cannot be said}. */
  String inWords();

  /**
   * Fewest seeds n, at least 2, with {@code P(|T| > t(0.975, n - 1)) ≥ 0.8}, T noncentral t with n
   * - 1 degrees of freedom and noncentrality {@code √n · mean / s}, as R's {@code power.t.test(type
   * = "paired", strict = TRUE)} (Cohen 1988, §2.3).
   *
   * @param differences observed differences by seed
   * @throws IllegalArgumentException without differences, or if one is not finite
   */
  static SeedsNeeded of(List<Double> differences) {
    Sample sample = new Sample(differences);
    double mean = Math.abs(sample.mean());
    if (sample.n() < 2) {
      return new Unknown("one seed does not show a scatter");
    }
    if (mean == 0) {
      return new Unknown("the observed effect is zero");
    }
    double sd = sample.standardDeviation();
    if (sd == 0) {
      return new Known(2);
    }
    PairedTPower power = new PairedTPower(mean / sd, Estimate.ALPHA);
    if (power.of(LIMIT) < POWER) {
      return new BeyondLimit();
    }
    int tooFew = 1;
    int enough = LIMIT;
    while (enough - tooFew > 1) {
      int middle = (tooFew + enough) >>> 1;
      if (power.of(middle) < POWER) {
        tooFew = middle;
      } else {
        enough = middle;
      }
    }
    return new Known(enough);
  }
}
