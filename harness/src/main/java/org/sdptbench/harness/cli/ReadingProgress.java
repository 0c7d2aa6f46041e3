package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.fetch.ReadProgress;

/**
 * Shows how the reading or writing of a large file comes along: a line after two seconds, then one
 * every ten.
 */
public final class ReadingProgress implements ReadProgress {
  private static final long FIRST = 2_000_000_000L;
  private static final long INTERVAL = 10_000_000_000L;

  private final PrintWriter out;
  private final String doing;
  private final LongSupplier nanos;
  private @Nullable Path current;
  private long begun;
  private long next;

  /**
   * Shows nothing yet.
   *
   * @param doing what is done with a file, as in "reading it once"
   */
  public ReadingProgress(PrintWriter out, String doing) {
    this(out, doing, System::nanoTime);
  }

  ReadingProgress(PrintWriter out, String doing, LongSupplier nanos) {
    this.out = out;
    this.doing = doing;
    this.nanos = nanos;
  }

  @Override
  public void at(Path file, long done, long total) {
    long now = nanos.getAsLong();
    if (!file.equals(current)) {
      current = file;
      begun = now;
      next = now + FIRST;
    } else if (now >= next && done < total) {
      next = now + INTERVAL;
      double left = (now - begun) / 1e9 * (total - done) / Math.max(1, done);
      out.printf(
          "%s: %s, %s %% of %s, about %s left%n",
          file, doing, 100 * done / Math.max(1, total), Sizes.of(total), Durations.rough(left));
      out.flush();
    }
  }
}
