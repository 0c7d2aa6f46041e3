package org.sdptbench.reports.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.Results.Test;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;

/** Finds what a run's tests gave. */
final class Tested {
  private Tested() {}

  /**
   * A metric of a run.
   *
   * @param on what was tested; null: what the run was trained on
   * @return the value; null if the run was not tested so
   */
  static @Nullable Double metric(RunRecord run, Moment moment, @Nullable Task on, String metric) {
    Task place = on == null ? run.task() : on;
    if (moment == Moment.AFTER && Claim.sameDataset(place, run.task())) {
      return run.metrics().get(metric);
    }
    Test test = test(run, moment, place);
    return test == null ? null : test.metrics().get(metric);
  }

  /**
   * Where tests with the run's training taken off differ from those before it, in words.
   *
   * @param on what was tested; null: everything
   * @return the differences, none if all is the same to the last bit; null if nothing was tested at
   *     both moments
   */
  static @Nullable List<String> differences(RunRecord run, @Nullable Task on) {
    List<String> differences = null;
    for (Test before : run.results().tests()) {
      if (before.moment() != Moment.BEFORE
          || (on != null && !Claim.sameDataset(on, before.task()))) {
        continue;
      }
      Test detached = test(run, Moment.DETACHED, before.task());
      if (detached == null) {
        continue;
      }
      differences = differences == null ? new ArrayList<>() : differences;
      Set<String> metrics = new TreeSet<>(before.metrics().keySet());
      metrics.addAll(detached.metrics().keySet());
      for (String metric : metrics) {
        Double first = before.metrics().get(metric);
        Double second = detached.metrics().get(metric);
        if (first == null || !first.equals(second)) {
          differences.add(
              "%s on %s with seed %s is %s before and %s detached"
                  .formatted(metric, before.task().dataset(), run.seed(), first, second));
        }
      }
    }
    return differences;
  }

  private static @Nullable Test test(RunRecord run, Moment moment, Task place) {
    for (Test test : run.results().tests()) {
      if (test.moment() == moment && Claim.sameDataset(test.task(), place)) {
        return test;
      }
    }
    return null;
  }
}
