package org.sdptbench.harness.launch;

import org.sdptbench.harness.plan.Cell;

/** How much memory a worker needs for a cell. */
@FunctionalInterface
public interface CellMemory {
  /** An estimate of the peak of a worker's memory, heap and tensors, in bytes. */
  long bytes(Cell cell);
}
