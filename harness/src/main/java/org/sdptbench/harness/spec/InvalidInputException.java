package org.sdptbench.harness.spec;

import java.util.List;
import java.util.stream.Collectors;

/** The user's input has mistakes: nothing has run. */
public final class InvalidInputException extends Exception {
  private static final long serialVersionUID = 1L;

  private static final int MOST_TOLD = 100;

  private final transient List<Problem> problems;

  /** All mistakes at once. */
  public InvalidInputException(List<Problem> problems) {
    super(
        problems.stream().limit(MOST_TOLD).map(Problem::toString).collect(Collectors.joining("\n"))
            + "\n"
            + (problems.size() > MOST_TOLD ? "and others; in all " : "")
            + (problems.size() == 1 ? "1 problem" : problems.size() + " problems")
            + ", nothing has run.");
    this.problems = List.copyOf(problems);
  }

  /** A single mistake. */
  public InvalidInputException(Problem problem) {
    this(List.of(problem));
  }

  /** The mistakes in the order of the files. */
  public List<Problem> problems() {
    return problems;
  }
}
