package org.sdptbench.harness.data.check;

import java.util.Locale;

/** What a split is for, as far as its name tells. */
public enum SplitRole {
  /** Training. */
  TRAIN("train.*"),
  /** Validation. */
  VALID("(val|dev|mini).*"),
  /** The final numbers. */
  TEST("test.*"),
  /** Something else. */
  OTHER(".*");

  private final String names;

  SplitRole(String names) {
    this.names = names;
  }

  /** What a name such as {@code train2017}, {@code valid} or {@code mini_val} stands for. */
  public static SplitRole of(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    for (SplitRole role : values()) {
      if (lower.matches(role.names)) {
        return role;
      }
    }
    return OTHER;
  }
}
