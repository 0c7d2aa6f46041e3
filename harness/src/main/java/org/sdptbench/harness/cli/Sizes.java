package org.sdptbench.harness.cli;

import java.util.Locale;

/** Writes sizes as people do. */
final class Sizes {
  private Sizes() {}

  /** {@code 12 kB}, {@code 35 MB}, {@code 3.7 GB}. */
  static String of(long bytes) {
    return bytes < 1_000_000
        ? "%s kB".formatted(bytes / 1000)
        : bytes < 1_000_000_000
            ? "%s MB".formatted(bytes / 1_000_000)
            : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
