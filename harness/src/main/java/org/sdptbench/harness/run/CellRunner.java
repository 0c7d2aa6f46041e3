package org.sdptbench.harness.run;

import org.sdptbench.harness.plan.Cell;
import org.sdptbench.reports.record.RunRecord;

/** Trains and tests one cell. */
@FunctionalInterface
public interface CellRunner {

  /**
   * Runs a cell.
   *
   * <p>A loss or a weight that is NaN or infinite ends the run with a record of the outcome {@link
   * RunRecord.Outcome#DIVERGED}. {@code cost.totalSeconds} and {@code cost.peakMemoryBytes} may be
   * left absent: the worker knows them better.
   *
   * @param cell what to run
   * @param output where the trained adapter is left, if it is small enough, and the images that the
   *     record names
   * @param progress told how far it is
   * @return the record, with the id of the cell
   * @throws Exception if it cannot run; the worker makes a record of the outcome {@link
   *     RunRecord.Outcome#INVALID} or {@link RunRecord.Outcome#OUT_OF_MEMORY} with the message
   */
  RunRecord run(Cell cell, CellOutput output, Progress progress) throws Exception;
}
