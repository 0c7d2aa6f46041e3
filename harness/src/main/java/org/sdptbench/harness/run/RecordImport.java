package org.sdptbench.harness.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.reports.record.RunRecord;

/**
 * What came of putting published records into a store.
 *
 * @param taken cells whose record was put there
 * @param present cells that the store had a record of already; it stays, whatever its outcome
 * @param refused records that say another thing than their cell does
 */
public record RecordImport(int taken, int present, List<String> refused) {

  /** Copies. */
  public RecordImport {
    refused = List.copyOf(refused);
  }

  /**
   * Puts records of cells into a store that lacks them. Only records of runs that ended as they
   * always will are taken: others would run again anyway.
   *
   * @param cells the cells whose records are wanted
   * @param contents where they are taken from
   */
  public static RecordImport into(RunStore store, List<Cell> cells, RecordArchive.Contents contents)
      throws IOException {
    int taken = 0;
    int present = 0;
    List<String> refused = new ArrayList<>();
    for (Cell cell : cells) {
      RunRecord record = contents.byCell().get(cell.id());
      if (record == null || !record.outcome().isFinal()) {
        continue;
      }
      if (!isOf(cell, record)) {
        refused.add(cell.id());
      } else if (isThere(store.get(cell.id()))) {
        present++;
      } else {
        store.put(record);
        taken++;
      }
    }
    return new RecordImport(taken, present, refused);
  }

  private static boolean isThere(RunStore.Entry entry) {
    return entry instanceof RunStore.Entry.Present || entry instanceof RunStore.Entry.Newer;
  }

  /** Whether a record says of its run what the cell, whose id it bears, says. */
  private static boolean isOf(Cell cell, RunRecord record) {
    return record.model().equals(cell.model())
        && record.method().name().equals(cell.method().name())
        && record.method().settings().equals(cell.method().settings())
        && record.task().equals(cell.task())
        && Objects.equals(record.base(), cell.base())
        && record.recipe().equals(cell.recipe())
        && record.seed() == cell.seed();
  }
}
