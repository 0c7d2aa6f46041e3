package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.fetch.Fetching;
import org.sdptbench.harness.fetch.RemoteFile;

/** Shows a transfer: a line every ten seconds, and one for each file that is done. */
final class TransferProgress implements Fetching.Listener {
  private static final long INTERVAL = 10_000_000_000L;

  private final PrintWriter out;
  private final LongSupplier nanos;
  private @Nullable RemoteFile current;
  private long begun;
  private long atBegin;
  private long told;

  /**
   * Shows nothing yet.
   *
   * @param nanos the clock, as {@link System#nanoTime}
   */
  TransferProgress(PrintWriter out, LongSupplier nanos) {
    this.out = out;
    this.nanos = nanos;
  }

  @Override
  public void progress(RemoteFile file, long done, OptionalLong total) {
    long now = nanos.getAsLong();
    if (!file.equals(current)) {
      current = file;
      begun = now;
      atBegin = done;
      told = now;
      return;
    }
    if (now - told >= INTERVAL) {
      told = now;
      double perSecond = (done - atBegin) / Math.max((now - begun) / 1e9, 1e-3);
      String left =
          total.isPresent() && perSecond > 0
              ? ", about %s left".formatted(Durations.rough((total.getAsLong() - done) / perSecond))
              : "";
      String share =
          total.isPresent()
              ? "%s %% of %s"
                  .formatted(
                      100 * done / Math.max(1, total.getAsLong()), Sizes.of(total.getAsLong()))
              : Sizes.of(done);
      say("%s: %s, %s/s%s".formatted(file.path(), share, Sizes.of((long) perSecond), left));
    }
  }

  @Override
  public void again(RemoteFile file, String reason) {
    say("%s: %s; trying again".formatted(file.path(), reason));
  }

  @Override
  public void present(RemoteFile file) {
    say(file.path() + ": is there");
  }

  @Override
  public void unpacking(RemoteFile file, long files) {
    long now = nanos.getAsLong();
    if (now - told >= INTERVAL) {
      told = now;
      say("%s: %s files unpacked".formatted(file.path(), files));
    }
  }

  @Override
  public void done(RemoteFile file) {
    say(file.path() + ": done");
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
