package org.sdptbench.harness.data.picto;

import java.util.Comparator;
import java.util.stream.StreamSupport;

/** Suggestions for names that do not exist. */
final class Names {
  private Names() {}

  /** The known name of the least Levenshtein distance, the first of several. */
  static String nearest(String name, Iterable<String> known) {
    return StreamSupport.stream(known.spliterator(), false)
        .min(Comparator.comparingInt(k -> distance(name, k)))
        .orElse("none");
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
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
