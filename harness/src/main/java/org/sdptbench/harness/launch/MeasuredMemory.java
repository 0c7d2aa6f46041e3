package org.sdptbench.harness.launch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.reports.record.RunRecord;

/**
 * Takes memory from what was measured: the largest peak of the same method on the same model, with
 * images and batches of the same size; where there is none, from a prediction.
 */
public final class MeasuredMemory implements CellMemory {
  /** Settings of the recipe that memory depends on. */
  private static final List<String> SIZES =
      List.of("shorterSide", "longerSide", "batchSize", "activations");

  private final Map<List<Object>, Long> largest = new HashMap<>();
  private final CellMemory otherwise;

  /**
   * An estimate.
   *
   * @param history records of any cells, on any machine
   * @param otherwise says what nothing is known of
   */
  public MeasuredMemory(Collection<RunRecord> history, CellMemory otherwise) {
    this.otherwise = otherwise;
    for (RunRecord record : history) {
      Long peak = record.cost().peakMemoryBytes();
      if (peak != null && record.base() == null) {
        largest.merge(
            key(record.model(), record.method().name(), record.recipe()), peak, Math::max);
      }
    }
  }

  @Override
  public long bytes(Cell cell) {
    Long measured =
        cell.base() == null
            ? largest.get(key(cell.model(), cell.method().name(), cell.recipe()))
            : null;
    return measured == null ? otherwise.bytes(cell) : measured;
  }

  private static List<Object> key(String model, String method, Map<String, Object> recipe) {
    List<Object> key = new ArrayList<>(List.of(model, method));
    SIZES.forEach(size -> key.add(String.valueOf(recipe.get(size))));
    return key;
  }
}
