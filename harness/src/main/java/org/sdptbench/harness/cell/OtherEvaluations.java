package org.sdptbench.harness.cell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/** The tests of a cell besides that of its own task at the end, each as the cell's recipe says. */
final class OtherEvaluations {
  private final Cell cell;
  private final PretrainedGlip model;
  private final KeptTasks tasks;
  private final Phases phases;
  private final List<Results.Test> made = new ArrayList<>();

  OtherEvaluations(Cell cell, PretrainedGlip model, KeptTasks tasks, Phases phases) {
    this.cell = cell;
    this.model = model;
    this.tasks = tasks;
    this.phases = phases;
  }

  /** The tests so far. */
  List<Results.Test> made() {
    return List.copyOf(made);
  }

  /** Tests what was trained first, on the cell's own task and on the others. */
  void before(Adaptation first) throws IOException {
    test(Results.Moment.BEFORE, cell.task(), first);
    for (RunRecord.Task task : cell.alsoTestedOn()) {
      test(Results.Moment.BEFORE, task, first);
    }
  }

  /** Tests all that was trained, on the other tasks. */
  void after(Adaptation all) throws IOException {
    for (RunRecord.Task task : cell.alsoTestedOn()) {
      test(Results.Moment.AFTER, task, all);
    }
  }

  /**
   * Tests what was trained first, with the cell's own method taken off again, on the other tasks.
   *
   * @throws IllegalStateException if anything is not exactly as it was before
   */
  void detached(Adaptation first) throws IOException {
    for (RunRecord.Task task : cell.alsoTestedOn()) {
      SortedMap<String, Double> metrics = test(Results.Moment.DETACHED, task, first);
      made.stream()
          .filter(t -> t.moment() == Results.Moment.BEFORE)
          .filter(t -> t.task().equals(withoutShots(task)))
          .forEach(before -> compare(before, metrics));
    }
  }

  private void compare(Results.Test before, SortedMap<String, Double> detached) {
    if (!before.metrics().equals(detached)) {
      throw new IllegalStateException(
          ("with %s taken off again, the test on %s is not what it was before %s was trained: found"
                  + " %s, before %s; it must be the same to the last bit, so something has changed"
                  + " what lies below")
              .formatted(
                  cell.method().name(),
                  Cell.datasetName(before.task()),
                  cell.method().name(),
                  detached,
                  before.metrics()));
    }
  }

  private SortedMap<String, Double> test(
      Results.Moment moment, RunRecord.Task task, Adaptation adaptation) throws IOException {
    TaskSplits splits = tasks.open(Cell.datasetName(task), false);
    TaskEvaluation evaluation =
        TaskEvaluation.of(Recipe.of(cell.recipe()), model, adaptation, splits);
    SortedMap<String, Double> metrics =
        evaluation.results(evaluation.detect(phases.test()), 0).metrics();
    made.add(new Results.Test(moment, withoutShots(task), metrics));
    return metrics;
  }

  private static RunRecord.Task withoutShots(RunRecord.Task task) {
    return new RunRecord.Task(task.suite(), task.dataset(), 0);
  }
}
