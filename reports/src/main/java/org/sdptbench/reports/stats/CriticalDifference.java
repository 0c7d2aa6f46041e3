package org.sdptbench.reports.stats;

import java.util.ArrayList;
import java.util.List;
import org.sdptbench.reports.stats.TaskRanks.Ranked;

/**
 * Nemenyi's critical difference: after a Friedman test that rejects, two of k methods over N tasks
 * differ significantly if their mean ranks differ by at least {@code CD = q √(k (k + 1) / (6 N))},
 * where q is the studentised range over √2 (Demšar, JMLR 7, 2006, §3.2.2; his table 5(a) ends at
 * ten methods, so q is computed).
 *
 * @param alpha probability of calling any two of equal methods different
 * @param q critical value of his table 5(a)
 * @param value the critical difference, in ranks
 */
public record CriticalDifference(double alpha, double q, double value) {

  /**
   * The critical difference of so many methods and tasks.
   *
   * @param methods number of methods, at least 2
   * @param tasks number of tasks, at least 1
   * @param alpha level, between 0.0001 and 0.9999; usually 0.05 or 0.10
   * @throws IllegalArgumentException if one is out of its range
   */
  public static CriticalDifference of(int methods, int tasks, double alpha) {
    if (methods < 2 || tasks < 1 || !(alpha >= 1e-4 && alpha <= 0.9999)) {
      throw new IllegalArgumentException(
          ("%s methods, %s tasks, alpha %s; allowed are two methods or more, one task or more, and"
                  + " alpha from 0.0001 to 0.9999")
              .formatted(methods, tasks, alpha));
    }
    double q = new StudentizedRange(methods).inverseSurvivalProbability(alpha) / Math.sqrt(2);
    return new CriticalDifference(
        alpha, q, q * Math.sqrt(methods * (methods + 1.0) / (6.0 * tasks)));
  }

  /**
   * Groups of methods that do not differ significantly: the bars of the critical-difference chart.
   * Every group is as large as it can be, none is part of another, and a method that differs from
   * all others is in none.
   *
   * @param means methods by mean rank, the best first, as {@link TaskRanks#means()} returns them
   */
  public List<List<String>> groups(List<Ranked> means) {
    List<List<String>> groups = new ArrayList<>();
    int covered = 0; // the end of the last group; a group that ends there is part of it
    for (int start = 0; start < means.size(); start++) {
      int end = start;
      while (end < means.size()
          && means.get(end).meanRank() - means.get(start).meanRank() < value) {
        end++;
      }
      if (end - start > 1 && end > covered) {
        groups.add(means.subList(start, end).stream().map(Ranked::method).toList());
        covered = end;
      }
    }
    return List.copyOf(groups);
  }
}
