package org.sdptbench.reports.claim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.ClaimTest;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Cost;
import org.sdptbench.reports.record.RunRecord.Task;

/** Made-up runs of one spec, for claims that can be checked by hand. */
final class ClaimRuns {
  static final Task FISH = task("Aquarium");
  static final Task RACCOON = task("Raccoon");
  static final Task ROAD = task("Pothole");
  static final Task OLD = new Task("coco", "coco", 0);
  static final Task[] THREE = {FISH, RACCOON, ROAD};

  private final List<PlannedCell> cells = new ArrayList<>();
  private final Map<String, RunRecord> runs = new HashMap<>();

  static Task task(String dataset) {
    return new Task("odinw", dataset, 0);
  }

  /** Plans a run that is not there. */
  void planned(String row, Task task, int seed) {
    cells.add(new PlannedCell(FakeRuns.id(row, task, seed), row, task, seed));
  }

  void run(String row, Task task, int seed, double ap) {
    run(row, task, seed, ap, 100, 10.0);
  }

  void run(
      String row,
      Task task,
      int seed,
      double ap,
      long parameters,
      @Nullable Double seconds,
      Results.Test... tests) {
    planned(row, task, seed);
    RunRecord like = FakeRuns.completed("SDPT (k = 10)", task, seed, ap);
    String cell = FakeRuns.id(row, task, seed);
    runs.put(
        cell,
        new RunRecord(
            like.version(),
            cell,
            like.model(),
            like.method(),
            task,
            null,
            like.recipe(),
            seed,
            like.outcome(),
            null,
            new Results(
                new TreeMap<>(Map.of("AP", ap)),
                new TreeMap<>(),
                List.of(tests),
                List.of(),
                List.of()),
            new Cost(parameters, 100_000L, null, seconds, null, null, null, null),
            like.curve(),
            like.provenance()));
  }

  static Results.Test test(Moment moment, Task task, double ap) {
    return new Results.Test(moment, task, new TreeMap<>(Map.of("AP", ap)));
  }

  Map<String, RunRecord> records() {
    return runs;
  }

  ReportPlan plan(Claim... claims) {
    Spec spec = new Spec("comparison", "Title", "Question?", null, Map.of(), cells);
    return new ReportPlan("title", "mini", "small.", List.of(spec)).withClaims(List.of(claims));
  }

  static Claim claim(ClaimTest test, Task... tasks) {
    return new Claim(
        "it", "It is better.", "abstract", "a worse one", "comparison", List.of(tasks), test);
  }

  EvaluatedClaim evaluate(Claim claim) {
    return EvaluatedClaims.of(plan(claim), runs).get(0);
  }
}
