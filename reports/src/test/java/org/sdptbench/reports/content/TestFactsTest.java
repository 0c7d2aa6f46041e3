package org.sdptbench.reports.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sdptbench.reports.ChangedRuns.withResults;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;

class TestFactsTest {

  private static final Task OLD = new Task("coco", "coco", 0);
  private static final Task NEW = new Task("sea", "fish", 0);

  @Test
  void saysWhatWasForgottenAndWhetherItReturns() {
    assertThat(TestFacts.of(List.of(run(0, 0.5, 0.4, 0.5), run(1, 0.5, 0.52, 0.5))))
        .containsExactly(
            "Training on another task lowered the AP on coco in 1 of 2 runs; over all of them it"
                + " changed by −4.0 points on average.",
            "With that training taken off again, the AP on coco is exactly what it was before in 2"
                + " of 2 runs.");
    assertThat(TestFacts.of(List.of(run(0, 0.5, 0.4, 0.499))).get(1))
        .endsWith("in 0 of 1 runs; the largest difference is 0.1 points.");
  }

  @Test
  void saysNothingWithoutTests() {
    assertThat(TestFacts.of(List.of(FakeRuns.completed("BitFit", NEW, 0, 0.3)))).isEmpty();
  }

  private static RunRecord run(int seed, double before, double after, double detached) {
    RunRecord run = FakeRuns.completed("BitFit", NEW, seed, 0.3);
    Results results =
        new Results(
            run.metrics(),
            new TreeMap<>(),
            List.of(
                test(Moment.BEFORE, OLD, before),
                test(Moment.AFTER, OLD, after),
                test(Moment.DETACHED, OLD, detached),
                test(Moment.BEFORE, NEW, 0.1)),
            List.of(),
            List.of());
    return withResults(run, results);
  }

  private static Results.Test test(Moment moment, Task task, double ap) {
    return new Results.Test(moment, task, new TreeMap<>(Map.of("AP", ap)));
  }
}
