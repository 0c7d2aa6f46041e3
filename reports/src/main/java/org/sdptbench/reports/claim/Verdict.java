package org.sdptbench.reports.claim;

import java.util.Collection;
import java.util.Locale;

/** What runs say of a claim. */
public enum Verdict {
  /** It holds, in all its parts. */
  SUPPORTED,
  /** The opposite holds, in at least one of its parts. */
  CONTRADICTED,
  /** Neither can be said with the runs at hand. */
  INCONCLUSIVE,
  /** There is no run that could say. */
  NOT_RUN;

  /** The word for people. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  /** The verdict on a claim that holds only if all its parts do. */
  static Verdict ofParts(Collection<Verdict> parts) {
    if (parts.contains(CONTRADICTED)) {
      return CONTRADICTED;
    }
    for (Verdict all : new Verdict[] {SUPPORTED, NOT_RUN}) {
      if (!parts.isEmpty() && parts.stream().allMatch(all::equals)) {
        return all;
      }
    }
    return parts.isEmpty() ? NOT_RUN : INCONCLUSIVE;
  }
}
