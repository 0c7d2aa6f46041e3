package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.sdptbench.harness.fetch.ReadProgress;

/**
 * Shows how the reading or writing of a large file comes along: a line after two seconds, then one
 * every ten.
 */
public final class ReadingProgress implements ReadProgress {
  private final PrintWriter out;
  private final String doing;
  private final Pace pace;

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
    this.pace = new Pace(nanos);
  }

  @Override
  public void at(Path file, long done, long total) {
    pace.secondsLeft(file, done, total)
        .ifPresent(
            left -> {
              out.printf(
                  "%s: %s, %s %% of %s, about %s left%n",
                  file,
                  doing,
                  100 * done / Math.max(1, total),
                  Sizes.of(total),
                  Durations.rough(left));
              out.flush();
            });
  }
}
