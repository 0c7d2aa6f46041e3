package org.sdptbench.harness.slurm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdptbench.harness.launch.CellMemory;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;

/**
 * One job array: tasks that ask for the same.
 *
 * @param tasks cells of each task, in the order in which they run
 * @param memoryMib memory of a task in MiB
 * @param time time limit of a task
 */
public record CellArray(List<List<Cell>> tasks, long memoryMib, Duration time) {
  /** What the program on the node needs beside its workers. */
  private static final long PROGRAM_MIB = 1536;

  /** An estimate is right within so much, mostly; a task that takes longer is queued again. */
  private static final int MARGIN = 2;

  private static final Duration LEAST_TIME = Duration.ofMinutes(15);

  /** Defensive copy. */
  public CellArray {
    tasks = tasks.stream().map(List::copyOf).toList();
  }

  /**
   * Puts cells together: those beside one another that need about the same memory, to tasks of
   * about the profile's duration, and those to arrays.
   *
   * @param workers workers of a task beside one another
   * @param most most tasks of an array, Slurm's {@code MaxArraySize}
   */
  public static List<CellArray> of(
      List<Cell> cells,
      CellTimes times,
      CellMemory memory,
      SlurmProfile profile,
      int workers,
      int most) {
    SortedMap<Long, List<Cell>> byMemory = new TreeMap<>();
    for (Cell cell : cells) {
      long mib =
          profile
              .memoryMib()
              .orElseGet(() -> PROGRAM_MIB + workers * rounded(memory.bytes(cell) >> 20));
      byMemory.computeIfAbsent(mib, size -> new ArrayList<>()).add(cell);
    }
    List<CellArray> arrays = new ArrayList<>();
    byMemory.forEach(
        (mib, same) -> {
          List<List<Cell>> tasks = tasks(same, times, profile.taskTime().toSeconds() * workers);
          for (int i = 0; i < tasks.size(); i += most) {
            List<List<Cell>> part = tasks.subList(i, Math.min(tasks.size(), i + most));
            Duration time = profile.time().orElseGet(() -> time(part, times, workers));
            arrays.add(new CellArray(part, mib, time));
          }
        });
    return arrays;
  }

  private static List<List<Cell>> tasks(List<Cell> cells, CellTimes times, double seconds) {
    List<List<Cell>> tasks = new ArrayList<>();
    double left = 0;
    for (Cell cell : cells) {
      double needs = times.seconds(cell);
      if (tasks.isEmpty() || needs > left) {
        tasks.add(new ArrayList<>());
        left = seconds;
      }
      tasks.get(tasks.size() - 1).add(cell);
      left -= needs;
    }
    return tasks;
  }

  /** The next power of two from 512 on, so that few arrays do. */
  private static long rounded(long mib) {
    long size = 512;
    while (size < mib) {
      size *= 2;
    }
    return size;
  }

  private static Duration time(List<List<Cell>> tasks, CellTimes times, int workers) {
    double longest =
        tasks.stream().mapToDouble(cells -> times.seconds(cells, workers)).max().orElse(0);
    Duration likely = Duration.ofMinutes((long) Math.ceil(MARGIN * longest / 60));
    return likely.compareTo(LEAST_TIME) < 0 ? LEAST_TIME : likely;
  }
}
