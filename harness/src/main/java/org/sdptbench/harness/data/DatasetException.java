package org.sdptbench.harness.data;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A data set that cannot be used; the message lists what is wrong with it. */
public final class DatasetException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int PRINTED = 20;

  private final transient List<DatasetProblem> problems;
  private final int count;

  /**
   * @param problems the first problems, at least one
   * @param count how many there are in all
   */
  public DatasetException(List<DatasetProblem> problems, int count) {
    super(message(problems, count));
    this.problems = List.copyOf(problems);
    this.count = count;
  }

  /** The first problems. */
  public List<DatasetProblem> problems() {
    return problems;
  }

  /** How many problems there are in all. */
  public int count() {
    return count;
  }

  private static String message(List<DatasetProblem> problems, int count) {
    String list =
        problems.stream()
            .limit(PRINTED)
            .map(DatasetProblem::toString)
            .collect(Collectors.joining("\n  "));
    if (count == 1) {
      return list;
    }
    String rest = count > PRINTED ? "\n  and %s more".formatted(count - PRINTED) : "";
    return "%s problems:%n  %s%s".formatted(count, list, rest);
  }
}
