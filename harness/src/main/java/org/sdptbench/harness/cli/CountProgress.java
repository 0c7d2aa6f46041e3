package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.function.LongSupplier;
import org.sdptbench.harness.data.Progress;

/** Shows work on many files that takes long: a line after two seconds, then every ten. */
public final class CountProgress implements Progress {
  private static final long FIRST = 2_000_000_000L;
  private static final long INTERVAL = 10_000_000_000L;

  private final PrintWriter out;
  private final LongSupplier nanos;
  private String current = "";
  private long begun;
  private long next;

  /**
   * Shows nothing yet.
   *
   * @param nanos the clock, as {@link System#nanoTime}
   */
  CountProgress(PrintWriter out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  /** Progress on standard error. */
  public static CountProgress onStandardError() {
    return new CountProgress(
        new PrintWriter(System.err, true, Charset.defaultCharset()), System::nanoTime);
  }

  @Override
  public void at(String what, long done, long total) {
    long now = nanos.getAsLong();
    if (!what.equals(current)) {
      current = what;
      begun = now;
      next = now + FIRST;
    } else if (now >= next && done < total) {
      next = now + INTERVAL;
      double left = (now - begun) / 1e9 / done * (total - done);
      out.println(
          "%s: %s of %s, about %s left".formatted(what, done, total, Durations.rough(left)));
      out.flush();
    }
  }
}
