package org.sdptbench.reports.claim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.stats.HierarchicalEffect;

/**
 * Differences by data set and seed; positive ones are in favour. A data set that occurs with
 * several numbers of shots counts once, since its images are the same.
 */
final class Differences {

  private final Map<Task, SortedMap<Long, List<Double>>> byDataset = new LinkedHashMap<>();

  void add(Task task, long seed, double difference) {
    byDataset
        .computeIfAbsent(task.withoutShots(), k -> new TreeMap<>())
        .computeIfAbsent(seed, k -> new ArrayList<>())
        .add(difference);
  }

  boolean isEmpty() {
    return byDataset.isEmpty();
  }

  /** Number of data sets. */
  int tasks() {
    return byDataset.size();
  }

  /** Seeds of the data set with the fewest. */
  int fewestSeeds() {
    return byDataset.values().stream().mapToInt(Map::size).min().orElse(0);
  }

  /** All differences of each data set. */
  List<List<Double>> byTask() {
    return byDataset.values().stream()
        .map(seeds -> seeds.values().stream().flatMap(List::stream).toList())
        .toList();
  }

  /** Mean difference of each data set. */
  List<Double> taskMeans() {
    return HierarchicalEffect.taskMeans(byTask());
  }

  /** Mean difference of each seed, where there is one data set only. */
  List<Double> seedMeans() {
    if (byDataset.size() != 1) {
      throw new IllegalStateException("seeds of %s data sets".formatted(byDataset.size()));
    }
    return HierarchicalEffect.taskMeans(List.copyOf(byDataset.values().iterator().next().values()));
  }
}
