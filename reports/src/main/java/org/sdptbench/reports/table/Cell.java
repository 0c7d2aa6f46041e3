package org.sdptbench.reports.table;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.stats.Estimate;
import org.sdptbench.reports.stats.Interval;

/**
 * A cell of a table.
 *
 * @param state whether there is a value, and why not
 * @param value value in the unit of its column, unrounded; absent unless the state is {@code VALUE}
 * @param interval its 95 % confidence interval; absent with fewer than two seeds
 * @param n number of seeds behind the value; 0 if it was published by others
 * @param planned number of seeds that were planned
 * @param rank whether it is the best or second best of its column
 * @param runs ids of the cells of the plan that it came from, or was to come from
 */
public record Cell(
    State state,
    @Nullable Double value,
    @Nullable Interval interval,
    int n,
    int planned,
    Rank rank,
    List<String> runs) {

  /** Whether there is a value, and why not. */
  public enum State {
    /** There is a value. */
    VALUE(""),
    /** The plan has no such cell. */
    NOT_PLANNED(""),
    /** No run left a readable record. */
    NOT_RUN("not run"),
    /** Every run that there is failed, crashed or was stopped, or they and diverged ones did. */
    FAILED("failed"),
    /** Every run that there is diverged. */
    DIVERGED("diverged"),
    /** The runs completed, but the metric has no ground truth or the cost was not measured. */
    UNDEFINED("undefined"),
    /** The runs completed, but not all of them reached the level that the column asks for. */
    NOT_REACHED("not reached");

    private final String text;

    State(String text) {
      this.text = text;
    }

    /**
     * What is left to say of runs that did not complete.
     *
     * @param outcomes how they ended, at least one
     */
    public static State of(List<Outcome> outcomes) {
      return outcomes.stream().allMatch(o -> o == Outcome.DIVERGED) ? DIVERGED : FAILED;
    }

    /** What is shown in place of a value. */
    public String text() {
      return text;
    }
  }

  /** Place within a column. */
  public enum Rank {
    /** The best value. */
    BEST,
    /** The second best value. */
    SECOND,
    /** Any other, or the column is not ranked. */
    NONE
  }

  /** Checks that there is a value exactly when the state says so, and copies. */
  public Cell {
    if ((state == State.VALUE) != (value != null)) {
      throw new IllegalArgumentException("state %s with value %s".formatted(state, value));
    }
    runs = List.copyOf(runs);
  }

  static Cell of(Estimate estimate, int planned, List<String> runs) {
    return new Cell(
        State.VALUE, estimate.mean(), estimate.interval(), estimate.n(), planned, Rank.NONE, runs);
  }

  static Cell published(double value) {
    return new Cell(State.VALUE, value, null, 0, 0, Rank.NONE, List.of());
  }

  static Cell without(State state, int planned, List<String> runs) {
    return new Cell(state, null, null, 0, planned, Rank.NONE, runs);
  }

  Cell ranked(Rank newRank) {
    return new Cell(state, value, interval, n, planned, newRank, runs);
  }

  /** Whether the value rests on fewer seeds than planned. */
  public boolean partial() {
    return state == State.VALUE && n < planned;
  }
}
