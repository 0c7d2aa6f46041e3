package org.sdptbench.glip.weights;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.DamerauLevenshteinDistance;

/** Finds what a reader probably meant: the name with the smallest edit distance. */
final class NearestName {

  private NearestName() {}

  /** The nearest of {@code candidates}, if at most half of {@code name} has to be edited. */
  static Optional<String> to(String name, Collection<String> candidates) {
    DamerauLevenshteinDistance distance = new DamerauLevenshteinDistance();
    return candidates.stream()
        .filter(candidate -> Math.abs(candidate.length() - name.length()) <= name.length() / 2)
        .min(
            Comparator.comparingInt((String candidate) -> distance.apply(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .filter(candidate -> distance.apply(name, candidate) <= name.length() / 2);
  }
}
