package org.sdptbench.reports.record;

import java.util.regex.Pattern;

/** The form of a cell's id. */
final class CellId {

  private static final Pattern SHA_256 = Pattern.compile("[0-9a-f]{64}");

  private CellId() {}

  static boolean isValid(String id) {
    return SHA_256.matcher(id).matches();
  }

  static String check(String id) {
    if (!isValid(id)) {
      throw new IllegalArgumentException(
          "cell is '%s', must be a SHA-256 of 64 lower-case hexadecimal digits".formatted(id));
    }
    return id;
  }
}
