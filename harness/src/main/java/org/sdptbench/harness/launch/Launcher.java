package org.sdptbench.harness.launch;

import java.io.IOException;
import java.util.List;
import org.sdptbench.harness.plan.Cell;

/**
 * Runs cells somewhere. A launcher finds places for workers and waits for their ends; what an end
 * means for a cell is said once, in {@link Outcomes}.
 */
public interface Launcher {

  /**
   * Runs cells in the order given and returns when all have ended or {@link #stop} was called. Used
   * once.
   *
   * @throws IOException if the store cannot be written
   */
  LaunchResult run(List<Cell> cells) throws IOException;

  /**
   * Ends all workers and begins no cell any more; called by another thread. Cells that were running
   * have no record and run again next time.
   */
  void stop();
}
