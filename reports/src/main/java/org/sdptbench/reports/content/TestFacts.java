package org.sdptbench.reports.content;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.Results.Test;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.Quantity;

/**
 * Sentences on what training did to a task that was learnt before, and whether it can be undone.
 */
final class TestFacts {

  private static final String METRIC = "AP";

  private TestFacts() {}

  /** The changes of AP of all runs on a task that is not their own. */
  private record Changes(List<Double> after, List<Double> detached) {}

  static List<String> of(List<RunRecord> runs) {
    Map<String, Changes> byTask = new LinkedHashMap<>();
    for (RunRecord run : runs) {
      for (Test test : run.results().tests()) {
        Double before = ap(run, test.task(), Moment.BEFORE);
        Double now = ap(run, test.task(), test.moment());
        if (isOwn(run, test.task()) || test.moment() == Moment.BEFORE) {
          continue;
        }
        if (before != null && now != null) {
          Changes changes =
              byTask.computeIfAbsent(
                  test.task().name(), k -> new Changes(new ArrayList<>(), new ArrayList<>()));
          (test.moment() == Moment.AFTER ? changes.after() : changes.detached()).add(now - before);
        }
      }
    }
    List<String> facts = new ArrayList<>();
    byTask.forEach(
        (task, changes) -> {
          if (!changes.after().isEmpty()) {
            facts.add(after(task, changes.after()));
          }
          if (!changes.detached().isEmpty()) {
            facts.add(detached(task, changes.detached()));
          }
        });
    return facts;
  }

  private static String after(String task, List<Double> changes) {
    long lower = changes.stream().filter(change -> change < 0).count();
    double mean = changes.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return "Training on another task lowered the AP on %s in %s of %s runs; over all of them it changed by %s points on average."
        .formatted(task, lower, changes.size(), signed(mean));
  }

  private static String detached(String task, List<Double> changes) {
    long same = changes.stream().filter(change -> change == 0).count();
    double largest = changes.stream().mapToDouble(Math::abs).max().orElseThrow();
    return "With that training taken off again, the AP on %s is exactly what it was before in %s of %s runs%s."
        .formatted(
            task,
            same,
            changes.size(),
            same == changes.size()
                ? ""
                : "; the largest difference is %s points"
                    .formatted(Quantity.METRIC.format(largest)));
  }

  private static String signed(double fraction) {
    return String.format(Locale.ROOT, "%+.1f", 100 * fraction).replace('-', '−');
  }

  private static @Nullable Double ap(RunRecord run, Task task, Moment moment) {
    for (Test test : run.results().tests()) {
      if (test.moment() == moment && test.task().name().equals(task.name())) {
        return test.metrics().get(METRIC);
      }
    }
    return null;
  }

  private static boolean isOwn(RunRecord run, Task task) {
    return run.task().name().equals(task.name());
  }
}
