package org.sdptbench.harness.launch;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.sdptbench.reports.record.RunRecord.Outcome;

/**
 * How many cells ended how.
 *
 * @param cached had a final record before
 * @param elsewhere were run by other processes on the same store, to a final record
 * @param ended by outcome, those that were run here; of other processes those without a result
 * @param newer have a record of a newer program, which stays
 * @param dropped not run, because everything stopped or the budget was spent
 */
public record LaunchResult(
    int cached, int elsewhere, Map<Outcome, Integer> ended, int newer, int dropped) {

  /** Copies. */
  public LaunchResult {
    EnumMap<Outcome, Integer> copy = new EnumMap<>(Outcome.class);
    copy.putAll(ended);
    ended = Collections.unmodifiableMap(copy);
  }

  /** How many ended so. */
  public int count(Outcome outcome) {
    return ended.getOrDefault(outcome, 0);
  }

  /** Whether every cell has a result; diverging is one. */
  public boolean isClean() {
    return newer == 0 && dropped == 0 && ended.keySet().stream().allMatch(Outcome::isFinal);
  }
}
