package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.function.LongSupplier;
import org.sdptbench.harness.data.FileProgress;

/** Shows work on many files that takes long: a line after two seconds, then every ten. */
public final class CountProgress implements FileProgress {
  private final PrintWriter out;
  private final Pace pace;

  /**
   * Shows nothing yet.
   *
   * @param nanos the clock, as {@link System#nanoTime}
   */
  CountProgress(PrintWriter out, LongSupplier nanos) {
    this.out = out;
    this.pace = new Pace(nanos);
  }

  /** FileProgress on standard error. */
  public static CountProgress onStandardError() {
    return new CountProgress(
        new PrintWriter(System.err, true, Charset.defaultCharset()), System::nanoTime);
  }

  @Override
  public void at(String what, long done, long total) {
    pace.secondsLeft(what, done, total)
        .ifPresent(
            left -> {
              out.println(
                  "%s: %s of %s, about %s left"
                      .formatted(what, done, total, Durations.rough(left)));
              out.flush();
            });
  }
}
