package org.sdptbench.harness.fetch;

import java.nio.file.Path;

/** Told how the reading of a large file comes along. */
@FunctionalInterface
public interface ReadProgress {
  /** Tells nobody. */
  ReadProgress NONE = (file, done, total) -> {};

  /**
   * Bytes have been read.
   *
   * @param done how many so far
   * @param total the size of the file
   */
  void at(Path file, long done, long total);
}
