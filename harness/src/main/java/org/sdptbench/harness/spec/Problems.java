package org.sdptbench.harness.spec;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects mistakes, so that all are reported at once. Not safe for use by several threads. */
public final class Problems {
  private final Set<Problem> problems = new LinkedHashSet<>();

  /** Adds a mistake, once. */
  public void add(Problem problem) {
    problems.add(problem);
  }

  /** Whether there are none so far. */
  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** The mistakes, by file in the order of reading, then by line and column. */
  public List<Problem> list() {
    List<String> sources = problems.stream().map(p -> p.where().source()).distinct().toList();
    return problems.stream()
        .sorted(
            Comparator.<Problem>comparingInt(p -> sources.indexOf(p.where().source()))
                .thenComparingInt(p -> p.where().line())
                .thenComparingInt(p -> p.where().column()))
        .toList();
  }

  /**
   * Fails if there are any.
   *
   * @throws InvalidInputException with all of them
   */
  public void throwIfAny() throws InvalidInputException {
    if (!problems.isEmpty()) {
      throw new InvalidInputException(list());
    }
  }
}
