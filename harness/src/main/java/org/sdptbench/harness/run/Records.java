package org.sdptbench.harness.run;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/** Makes the records that no runner can make: those of runs that broke off. */
public final class Records {
  private static final int MAX_MESSAGE = 4000;

  private Records() {}

  /**
   * A record without results.
   *
   * @param outcome why the run ended, anything but completed
   * @param message what went wrong; cut at 4000 characters
   * @param seconds wall time of the run
   */
  public static RunRecord brokenOff(
      Cell cell,
      RunRecord.Outcome outcome,
      String message,
      double seconds,
      RunRecord.Provenance provenance) {
    return new RunRecord(
        RunRecord.VERSION,
        cell.id(),
        cell.model(),
        cell.method(),
        cell.task(),
        cell.base(),
        cell.recipe(),
        cell.seed(),
        outcome,
        message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message,
        Results.NONE,
        new RunRecord.Cost(null, null, null, null, null, null, seconds, null),
        List.of(),
        provenance);
  }

  /** Fills in what only the worker knows, where the runner left it out. */
  static RunRecord complete(RunRecord record, double seconds, OptionalLong peakMemoryBytes) {
    RunRecord.Cost cost = record.cost();
    @Nullable Long peak = cost.peakMemoryBytes();
    if (peak == null && peakMemoryBytes.isPresent()) {
      peak = peakMemoryBytes.getAsLong();
    }
    @Nullable Double total = cost.totalSeconds();
    return record.withCost(
        new RunRecord.Cost(
            cost.trainableParameters(),
            cost.totalParameters(),
            cost.adapterBytes(),
            cost.trainSeconds(),
            cost.evaluationSeconds(),
            cost.inferenceSeconds(),
            total == null ? seconds : total,
            peak));
  }
}
