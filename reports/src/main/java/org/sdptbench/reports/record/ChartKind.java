package org.sdptbench.reports.record;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of chart that a spec can ask for. */
public enum ChartKind {
  /** The main metric against the number of trained parameters. */
  PARETO,
  /** The main metric against a setting with a number. */
  LINE,
  /** The main metric per row, with its interval. */
  BAR,
  /** The main metric per task and method. */
  DOTS,
  /** Mean ranks over tasks with the critical difference. */
  RANK,
  /** Validation AP against steps and against time, for each task. */
  CURVES,
  /** The main metric against the number of shots. */
  FEW_SHOT,
  /** Training time and peak memory. */
  COST,
  /** Scores on the old task and the new one, before and after. */
  TESTS;

  /** What a spec calls it, e.g. {@code few-shot}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The kind of that word. */
  public static Optional<ChartKind> of(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
