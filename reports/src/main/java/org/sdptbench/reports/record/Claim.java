package org.sdptbench.reports.record;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.sdptbench.reports.record.RunRecord.Task;

/**
 * A sentence that runs can speak for or against.
 *
 * @param id short name, e.g. {@code better-than-others}
 * @param statement what is claimed, in one sentence
 * @param source where it is claimed
 * @param contradictedBy what would contradict it, in words
 * @param spec name of the spec whose runs are asked
 * @param tasks data sets that it is about, all of the spec's included if it says nothing else;
 *     shots say nothing here and are 0
 * @param test how it is tested
 */
public record Claim(
    String id,
    String statement,
    String source,
    String contradictedBy,
    String spec,
    List<Task> tasks,
    ClaimTest test) {

  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the id has other letters, or there are no tasks
   */
  public Claim {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "claim '%s': allowed are lower-case letters, digits and -, at most 64".formatted(id));
    }
    Objects.requireNonNull(statement, "claims.statement");
    Objects.requireNonNull(source, "claims.source");
    Objects.requireNonNull(contradictedBy, "claims.contradictedBy");
    Objects.requireNonNull(spec, "claims.spec");
    Objects.requireNonNull(test, "claims.test");
    tasks = List.copyOf(Objects.requireNonNull(tasks, "claims.tasks"));
    if (tasks.isEmpty()) {
      throw new IllegalArgumentException("claim '%s' is about no task".formatted(id));
    }
  }

  /** Whether it is about the data set of a task, with whatever number of shots. */
  public boolean isAbout(Task task) {
    return tasks.stream().anyMatch(t -> sameDataset(t, task));
  }

  /** Whether two tasks have the same images, whatever their numbers of shots. */
  public static boolean sameDataset(Task one, Task other) {
    return one.withoutShots().equals(other.withoutShots());
  }
}
