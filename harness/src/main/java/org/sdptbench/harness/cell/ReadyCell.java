package org.sdptbench.harness.cell;

import java.io.IOException;
import java.util.List;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.train.FeatureRoom;
import org.sdptbench.harness.train.Training;
import org.sdptbench.reports.record.RunRecord;

/**
 * A cell up to where its run would train and test, so that somebody else can do single steps of it:
 * all of it is what a run does.
 */
public final class ReadyCell implements AutoCloseable {
  private final Cell cell;
  private final PretrainedGlip model;
  private final TaskSplits task;
  private final Adapters adapters;
  private final Adaptation adaptation;
  private final TaskEvaluation evaluation;

  /** Told nothing worth telling. */
  private static final Progress SILENT =
      new Progress() {
        @Override
        public void at(double fraction, String phase) {}

        @Override
        public void curve(RunRecord.CurvePoint point) {}
      };

  /**
   * A cell that trains nothing first, with its method as it starts.
   *
   * @param model its model, which stays the caller's
   * @param task the data in place of the cell's task
   * @throws IOException if images cannot be read
   */
  public ReadyCell(Cell cell, PretrainedGlip model, TaskSplits task, ServiceMethods methods)
      throws IOException {
    this.cell = cell;
    this.model = model.in(Recipe.of(cell.recipe()).precision());
    this.task = task;
    this.adapters = new Adapters(cell, this.model, methods);
    this.adaptation = adapters.startOwn();
    this.evaluation = TaskEvaluation.of(Recipe.of(cell.recipe()), this.model, adaptation, task);
  }

  /**
   * Begins a training of its parameters, of which there must be some.
   *
   * @param room for features that the training leaves unchanged
   * @throws IOException if images cannot be read, or the classes do not fit into a caption
   */
  public Training train(FeatureRoom room) throws IOException {
    return new TaskTraining(cell, model, task, room, SILENT).begin(adaptation);
  }

  /** Detects in one of the test images as the run's inference time is measured. */
  public List<Detection> detect(int image) {
    return evaluation.detect(evaluation.images().get(image));
  }

  @Override
  public void close() {
    adapters.close();
  }
}
