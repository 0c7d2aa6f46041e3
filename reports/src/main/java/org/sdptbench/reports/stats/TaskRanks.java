package org.sdptbench.reports.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.ranking.NaNStrategy;
import org.apache.commons.statistics.ranking.NaturalRanking;
import org.apache.commons.statistics.ranking.TiesStrategy;

/**
 * Ranks of methods on tasks: on each task the best method has rank 1, equal ones share the average
 * of their ranks.
 *
 * @param methods the methods, at least two
 * @param byTask for each task, at least one, the rank of each method
 */
public record TaskRanks(List<String> methods, List<List<Double>> byTask) {

  /**
   * A method and its mean rank.
   *
   * @param method the method
   * @param meanRank mean of its ranks over tasks; 1 is the best possible
   */
  public record Ranked(String method, double meanRank) {}

  /** Checks the sizes, and copies. */
  public TaskRanks {
    methods = List.copyOf(methods);
    byTask = byTask.stream().map(List::copyOf).toList();
    int k = methods.size();
    if (k < 2 || byTask.isEmpty() || byTask.stream().anyMatch(ranks -> ranks.size() != k)) {
      throw new IllegalArgumentException(
          "ranks need two methods or more, and the ranks of all of them on one task or more; found"
              + " methods %s, ranks %s".formatted(methods, byTask));
    }
  }

  /**
   * Ranks scores.
   *
   * @param scores score of each method on each task, higher is better; tasks in the same order for
   *     all methods
   * @throws IllegalArgumentException if there are fewer than two methods, they have not the same
   *     number of tasks, or a score is not finite
   */
  public static TaskRanks of(Map<String, List<Double>> scores) {
    List<String> methods = List.copyOf(scores.keySet());
    List<double[]> values = scores.values().stream().map(list -> new Sample(list).array()).toList();
    int tasks = values.isEmpty() ? 0 : values.get(0).length;
    if (values.stream().anyMatch(v -> v.length != tasks)) {
      throw new IllegalArgumentException(
          "methods must have scores on the same tasks; found these numbers of scores: "
              + values.stream().map(v -> v.length).toList());
    }
    NaturalRanking ascending = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE);
    List<List<Double>> byTask = new ArrayList<>();
    for (int task = 0; task < tasks; task++) {
      int column = task;
      double[] negated = values.stream().mapToDouble(v -> -v[column]).toArray();
      byTask.add(Arrays.stream(ascending.apply(negated)).boxed().toList());
    }
    return new TaskRanks(methods, byTask);
  }

  /** Methods by their mean rank, the best first; equal ones in their own order. */
  public List<Ranked> means() {
    List<Ranked> means = new ArrayList<>();
    for (int m = 0; m < methods.size(); m++) {
      means.add(new Ranked(methods.get(m), rankSum(m) / byTask.size()));
    }
    means.sort(Comparator.comparingDouble(Ranked::meanRank));
    return List.copyOf(means);
  }

  /** Sum over tasks of the ranks of a method. */
  double rankSum(int method) {
    return byTask.stream().mapToDouble(ranks -> ranks.get(method)).sum();
  }
}
