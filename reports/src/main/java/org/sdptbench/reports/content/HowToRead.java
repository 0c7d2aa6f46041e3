package org.sdptbench.reports.content;

import java.util.List;

/** How to read a report, in sentences that all formats share. */
public final class HowToRead {

  /** What the lines of training curves are. */
  public static final String CURVES =
      "Means over the completed runs of a method, at the steps that all of them reached, by step"
          + " and by their mean training time. Validation AP in points, on the validation split;"
          + " where no run was validated, the training loss.";

  /** What stands in place of a table without rows. */
  public static final String NO_ROWS = "None.";

  private HowToRead() {}

  /**
   * How to read the tables, an item of a list each.
   *
   * @param furtherThanNumbers goes on after "Every number comes from run records" with what the
   *     format offers beyond its tables
   * @param seeds how the format speaks of the seeds of a cell
   * @param notPlanned what the format shows where nothing was planned, at the start of a sentence
   */
  public static List<String> tables(String furtherThanNumbers, String seeds, String notPlanned) {
    return List.of(
        "Every number comes from run records" + furtherThanNumbers,
        "± is half a two-sided 95 % Student-t interval of the mean over "
            + seeds
            + ". With one seed there is no interval. Intervals are per cell and not corrected for"
            + " the number of comparisons. ±0.0 means that all seeds gave the same value, as they"
            + " must where nothing is trained.",
        "A mean over several tasks counts a seed only if every task has a result for it.",
        "Not run, failed, diverged, not reached and undefined (no ground truth for the metric, or"
            + " not measured) are shown as such, never as zero. "
            + notPlanned
            + " was not planned.");
  }
}
