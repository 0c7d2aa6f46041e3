package org.sdptbench.harness.launch;

import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Presence.Owner;
import org.sdptbench.harness.run.WorkerEvent;
import org.sdptbench.reports.record.RunRecord;

/** Told what the launcher does, by several threads; what is of no interest may be left out. */
public interface LaunchListener {

  /** A cell has a final record already and is not run. */
  default void cached(Cell cell, RunRecord record) {}

  /** A cell's record could not be read; the cell runs again. */
  default void damaged(Cell cell, String reason) {}

  /** A cell's record is of a newer program; it stays, and the cell is not run. */
  default void newer(Cell cell, String reason) {}

  /** Another process on the same store ran a cell. */
  default void elsewhere(Cell cell, RunRecord record) {}

  /** Nothing is left to do here but what another process runs. */
  default void waiting(Cell cell, Owner owner) {}

  /** A worker begins a cell. */
  default void started(Cell cell) {}

  /** A worker says how far it is. */
  default void progress(Cell cell, WorkerEvent event) {}

  /** A cell ended by what may be bad luck; it is run again, by itself. */
  default void retried(Cell cell, RunRecord record) {}

  /** A cell ended, and its record is in the store. */
  default void finished(Cell cell, RunRecord record) {}

  /** A cell was broken off or not begun, because everything stops or the budget is spent. */
  default void dropped(Cell cell) {}
}
