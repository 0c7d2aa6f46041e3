package org.sdptbench.glip.weights;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what a reader probably meant: the name with the smallest edit distance. */
final class NearestName {

  private NearestName() {}

  /** The nearest of {@code candidates}, if at most half of {@code name} has to be edited. */
  static Optional<String> to(String name, Collection<String> candidates) {
    return candidates.stream()
        .filter(candidate -> Math.abs(candidate.length() - name.length()) <= name.length() / 2)
        .min(
            Comparator.comparingInt((String candidate) -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .filter(candidate -> distance(name, candidate) <= name.length() / 2);
  }

  /** Levenshtein's edit distance. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
