package org.sdptbench.harness.launch;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.sdptbench.harness.plan.Cell;

/**
 * How many workers a machine has room for.
 *
 * @param count at least 1
 * @param memoryBytes what the largest cells need that may meet, so many of them
 * @param limited whether memory allows fewer than there are cores
 */
public record Workers(int count, long memoryBytes, boolean limited) {
  /** Of the free memory, what is left to others: the disk's pages, this process, a wrong guess. */
  private static final double KEPT_FREE = 0.1;

  /**
   * As many as there are cores, or as fit into memory should the largest cells meet; one at least.
   *
   * @param available memory that is free, in bytes; empty if nobody knows
   */
  public static Workers fitting(
      Collection<Cell> cells, CellMemory memory, int cores, OptionalLong available) {
    long room =
        available.isPresent() ? (long) (available.getAsLong() * (1 - KEPT_FREE)) : Long.MAX_VALUE;
    List<Long> largest =
        cells.stream().map(memory::bytes).sorted(Comparator.reverseOrder()).limit(cores).toList();
    int count = 0;
    long sum = 0;
    while (count < largest.size() && (count == 0 || sum + largest.get(count) <= room)) {
      sum += largest.get(count++);
    }
    boolean limited = count < largest.size();
    return new Workers(limited ? count : cores, sum, limited);
  }
}
