package org.sdptbench.harness.launch;

import java.time.Duration;
import java.util.Optional;

/**
 * How to run many cells.
 *
 * @param workers number of worker processes, at least 1
 * @param cellTimeout time after which a worker is ended and its cell recorded as timed out
 * @param budget time after which everything is stopped; a cell that would not end in it is not
 *     started
 */
public record LaunchOptions(int workers, Duration cellTimeout, Optional<Duration> budget) {

  /** Checks the ranges. */
  public LaunchOptions {
    if (workers < 1 || cellTimeout.isNegative() || cellTimeout.isZero()) {
      throw new IllegalArgumentException(
          "at least one worker and a positive time, found %s and %s"
              .formatted(workers, cellTimeout));
    }
  }
}
