package org.sdptbench.harness.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.reports.record.RunRecord;

/**
 * What came of putting published records into a store.
 *
 * @param taken cells whose record was put there
 * @param present cells that the store had a record of already; it stays, whatever its outcome
 * @param refused cells whose record was not taken: it says another thing than the cell does, or is
 *     of a run without a result
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

  /**
   * Puts records into a store that lacks them, whatever plan they are of. Those of runs without a
   * result are refused.
   */
  public static RecordImport all(RunStore store, Collection<RunRecord> records) throws IOException {
    return all(store, records, store::put);
  }

  /**
   * The same with the adapters and pictures of another store.
   *
   * @param other where the records are from
   */
  public static RecordImport all(RunStore store, Collection<RunRecord> records, RunStore other)
      throws IOException {
    return all(store, records, record -> store.putFrom(other, record));
  }

  private static RecordImport all(RunStore store, Collection<RunRecord> records, Put put)
      throws IOException {
    int taken = 0;
    int present = 0;
    List<String> refused = new ArrayList<>();
    for (RunRecord record : records) {
      if (!record.outcome().isFinal()) {
        refused.add(record.cell());
      } else if (isThere(store.get(record.cell()))) {
        present++;
      } else {
        put.put(record);
        taken++;
      }
    }
    return new RecordImport(taken, present, refused);
  }

  /** How a record gets into the store. */
  @FunctionalInterface
  private interface Put {
    RunRecord put(RunRecord record) throws IOException;
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
