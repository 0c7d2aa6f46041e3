package org.sdptbench.glip.names;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Guesses which name was meant. */
public final class NearestName {
  private NearestName() {}

  /** {@code ", did you mean 'sdpt'?"} for messages, or nothing. */
  public static String hint(String found, Collection<String> candidates) {
    return of(found, candidates).map(", did you mean '%s'?"::formatted).orElse("");
  }

  /**
   * The candidate with the smallest edit distance, where two letters swapped are one edit, upper
   * and lower case being equal; the first in the order given on a tie. Empty when even that one
   * differs in more than a third of its letters (always allowing two): a far-fetched guess
   * misleads.
   */
  public static Optional<String> of(String found, Collection<String> candidates) {
    String wanted = found.toLowerCase(Locale.ROOT);
    DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance();
    record Candidate(String name, int distance) {}
    return candidates.stream()
        .map(c -> new Candidate(c, distance.apply(wanted, c.toLowerCase(Locale.ROOT))))
        .min(Comparator.comparingInt(Candidate::distance))
        .filter(c -> c.distance() <= Math.max(2, c.name().length() / 3))
        .filter(c -> c.distance() < c.name().length())
        .map(Candidate::name);
  }
}
