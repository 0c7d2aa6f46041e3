package org.sdptbench.harness.cli;

import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** When work that takes long is told of: after two seconds, then every ten. */
final class Pace {
  private static final long FIRST = 2_000_000_000L;
  private static final long INTERVAL = 10_000_000_000L;

  private final LongSupplier nanos;
  private @Nullable Object current;
  private long begun;
  private long next;

  /**
   * Nothing has begun yet.
   *
   * @param nanos the clock, as {@link System#nanoTime}
   */
  Pace(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Seconds that a piece of work will probably take still, if it is time to tell of it.
   *
   * @param what the work; another one begins now
   * @param done how much of it is done, of the total
   */
  OptionalDouble secondsLeft(Object what, long done, long total) {
    long now = nanos.getAsLong();
    if (!what.equals(current)) {
      current = what;
      begun = now;
      next = now + FIRST;
    } else if (now >= next && done < total) {
      next = now + INTERVAL;
      return OptionalDouble.of((now - begun) / 1e9 * (total - done) / Math.max(1, done));
    }
    return OptionalDouble.empty();
  }
}
