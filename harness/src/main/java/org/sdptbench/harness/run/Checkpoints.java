package org.sdptbench.harness.run;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where the state of a cell that has not ended is kept, so that another process can go on from it.
 *
 * @param folder the cell's own folder; it need not exist
 * @param every time between states
 * @param stopping told what to save when this process is asked to end
 */
public record Checkpoints(Path folder, Duration every, Stopping stopping) {
  /** Time between states unless told. */
  public static final Duration EVERY = Duration.ofMinutes(5);
}
