package org.sdptbench.harness.launch;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.reports.record.RunRecord;

/**
 * Estimates memory from what was measured: the largest peak of the same method on the same model,
 * or else of the model, or else {@link #UNKNOWN}.
 */
public final class MeasuredMemory implements CellMemory {
  /** Of a model of which no run is known: more than any run of GLIP-mini takes (1.7 GB). */
  static final long UNKNOWN = 2L << 30;

  private final Map<List<String>, Long> largest = new HashMap<>();

  /**
   * An estimate.
   *
   * @param history records of any cells, on any machine
   */
  public MeasuredMemory(Collection<RunRecord> history) {
    for (RunRecord record : history) {
      Long peak = record.cost().peakMemoryBytes();
      if (peak != null) {
        largest.merge(List.of(record.model(), record.method().name()), peak, Math::max);
        largest.merge(List.of(record.model()), peak, Math::max);
      }
    }
  }

  @Override
  public long bytes(Cell cell) {
    return largest.getOrDefault(
        List.of(cell.model(), cell.method().name()),
        largest.getOrDefault(List.of(cell.model()), UNKNOWN));
  }
}
