package org.sdptbench.harness.launch;

import java.time.Duration;
import java.util.Optional;

/**
 * How to run many cells.
 *
 * @param workers number of worker processes, at least 1
 * @param cellTimeout time after which a worker is ended and its cell recorded as timed out; empty
 *     for no such limit
 * @param budget time after which everything is stopped; a cell that would not end in it is not
 *     started
 * @param failFast whether everything stops at the first run without a result; then none is tried
 *     again
 */
public record LaunchOptions(
    int workers, Optional<Duration> cellTimeout, Optional<Duration> budget, boolean failFast) {

  /** How often a run is tried again that ended by what may be bad luck. */
  static final int RETRIES = 2;

  /** Checks the ranges. */
  public LaunchOptions {
    if (workers < 1 || cellTimeout.filter(time -> time.compareTo(Duration.ZERO) <= 0).isPresent()) {
      throw new IllegalArgumentException(
          "at least one worker and a positive time, found %s and %s"
              .formatted(workers, cellTimeout));
    }
  }
}
