package org.sdptbench.reports.claim;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.CostQuantity;

/** One part of a claim: what the runs show of one row, or of one row against another. */
public sealed interface Evidence {
  /** Label of the row. */
  String row();

  /** Labels of all rows that it is about. */
  default List<String> rows() {
    return List.of(row());
  }

  /** What this part says on its own. */
  Verdict verdict();

  /** Why, in a few words; empty where the verdict speaks for itself. */
  String reason();

  /**
   * A row against another, or against itself before its training.
   *
   * @param row label of the row
   * @param against label of the other row; absent: the row itself before its training
   * @param effect how much better the row is; absent without a complete pair
   * @param verdict what it says
   * @param reason why
   */
  record Comparison(
      String row, @Nullable String against, @Nullable Effect effect, Verdict verdict, String reason)
      implements Evidence {
    @Override
    public List<String> rows() {
      return against == null ? List.of(row) : List.of(row, against);
    }
  }

  /**
   * A row against a limit.
   *
   * @param row label of the row
   * @param cost the quantity
   * @param limit the most that is allowed
   * @param largest the largest value of its completed runs; absent without one
   * @param runs number of completed runs with a value
   * @param verdict what it says
   * @param reason why
   */
  record Bound(
      String row,
      CostQuantity cost,
      double limit,
      @Nullable Double largest,
      int runs,
      Verdict verdict,
      String reason)
      implements Evidence {}

  /**
   * Whether a row's tests are the same before its training and with what it trained taken off.
   *
   * @param row label of the row
   * @param same number of runs in which they are, to the last bit
   * @param compared number of runs that have both tests
   * @param verdict what it says
   * @param reason why: the first test that differs
   */
  record Return(String row, int same, int compared, Verdict verdict, String reason)
      implements Evidence {}
}
