package org.sdptbench.harness.run;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is to be saved before this process ends because somebody asks it to, or because its parent
 * is gone.
 */
public final class Stopping {
  private @Nullable Work work;

  /** Work whose state can be saved at any time, by any thread. */
  @FunctionalInterface
  public interface Work {
    /** Saves what a later process goes on from. */
    void save() throws IOException;
  }

  /** Work begins; there is none other. */
  public synchronized void begin(Work begun) {
    work = begun;
  }

  /** It has ended. Waits while it is being saved. */
  public synchronized void end() {
    work = null;
  }

  /**
   * Saves the present work, if there is any.
   *
   * @throws IOException if it cannot be written; what was saved before is still there
   */
  public synchronized void save() throws IOException {
    if (work != null) {
      work.save();
    }
  }
}
