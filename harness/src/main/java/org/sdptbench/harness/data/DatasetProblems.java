package org.sdptbench.harness.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what is wrong with a data set, to report it all at once.
 *
 * <p>Keeps the first {@value #KEPT} problems and counts the rest, so that a file that is wrong
 * everywhere does not fill the memory.
 */
public final class DatasetProblems {
  static final int KEPT = 100;

  private final List<DatasetProblem> first = new ArrayList<>();
  private int count;

  /** Adds a problem. */
  public void add(Path file, String place, String found, String allowed) {
    count++;
    if (first.size() < KEPT) {
      first.add(new DatasetProblem(file, place, found, allowed));
    }
  }

  /** Adds the problems of an exception. */
  public void add(DatasetException exception) {
    count += exception.count();
    exception.problems().stream().limit(KEPT - first.size()).forEach(first::add);
  }

  /** The first of the problems. */
  public List<DatasetProblem> first() {
    return List.copyOf(first);
  }

  /** How many problems there are. */
  public int count() {
    return count;
  }

  /**
   * Ends the collection.
   *
   * @throws DatasetException if there are problems
   */
  public void throwIfAny() throws DatasetException {
    if (count > 0) {
      throw new DatasetException(first, count);
    }
  }
}
