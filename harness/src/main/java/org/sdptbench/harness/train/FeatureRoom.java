package org.sdptbench.harness.train;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Room for what a training computes once per image.
 *
 * @param memory most bytes in memory
 * @param disk most bytes in a file, for what no longer fits into memory
 * @param folder where that file is made; it need not exist
 */
public record FeatureRoom(long memory, long disk, Optional<Path> folder) {
  /** Of so many bytes those in memory, which predictions of memory count on. */
  public static final long IN_MEMORY = 1L << 30;

  /** In memory only. */
  public static final FeatureRoom STANDARD = new FeatureRoom(IN_MEMORY, 0, Optional.empty());

  /** For what is never the same again. */
  public static final FeatureRoom NONE = new FeatureRoom(0, 0, Optional.empty());

  /** So many bytes, the first gigabyte of them in memory. */
  public static FeatureRoom of(long bytes, Path folder) {
    long memory = Math.min(bytes, IN_MEMORY);
    return new FeatureRoom(memory, bytes - memory, Optional.of(folder));
  }
}
