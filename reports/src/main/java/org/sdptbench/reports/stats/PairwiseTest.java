package org.sdptbench.reports.stats;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two of many methods, compared over tasks: Wilcoxon's test of the tasks' differences, its p value
 * corrected by Holm for the number of pairs. Unlike rank comparisons after Friedman's test it does
 * not depend on which other methods take part, but for the number of pairs (Benavoli, Corani and
 * Mangili, JMLR 17, 2016).
 *
 * @param first a method
 * @param second another
 * @param test signed-rank test of first minus second over the tasks
 * @param adjustedP p value of the test after Holm's correction
 */
public record PairwiseTest(String first, String second, WilcoxonSignedRank test, double adjustedP) {

  /**
   * Compares every pair.
   *
   * @param scores score of each method on each task, higher is better; tasks in the same order for
   *     all methods
   * @return the pairs in the order of the map, each with its earlier method first
   * @throws IllegalArgumentException if the methods have not the same number of tasks, at least
   *     one, or a score is not finite
   */
  public static List<PairwiseTest> of(Map<String, List<Double>> scores) {
    List<Map.Entry<String, List<Double>>> methods =
        List.copyOf(new LinkedHashMap<>(scores).entrySet());
    List<PairwiseTest> raw = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      for (int j = i + 1; j < methods.size(); j++) {
        Map.Entry<String, List<Double>> a = methods.get(i);
        Map.Entry<String, List<Double>> b = methods.get(j);
        WilcoxonSignedRank test = WilcoxonSignedRank.of(differences(a, b));
        raw.add(new PairwiseTest(a.getKey(), b.getKey(), test, test.p()));
      }
    }
    List<Double> adjusted = Holm.adjust(raw.stream().map(pair -> pair.test().p()).toList());
    List<PairwiseTest> corrected = new ArrayList<>();
    for (int i = 0; i < raw.size(); i++) {
      PairwiseTest pair = raw.get(i);
      corrected.add(new PairwiseTest(pair.first(), pair.second(), pair.test(), adjusted.get(i)));
    }
    return List.copyOf(corrected);
  }

  private static List<Double> differences(
      Map.Entry<String, List<Double>> a, Map.Entry<String, List<Double>> b) {
    if (a.getValue().size() != b.getValue().size()) {
      throw new IllegalArgumentException(
          "'%s' has scores on %d tasks and '%s' on %d; they must be the same tasks"
              .formatted(a.getKey(), a.getValue().size(), b.getKey(), b.getValue().size()));
    }
    List<Double> differences = new ArrayList<>();
    for (int task = 0; task < a.getValue().size(); task++) {
      differences.add(a.getValue().get(task) - b.getValue().get(task));
    }
    return differences;
  }
}
