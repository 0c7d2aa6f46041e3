package org.sdptbench.harness.cell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.eval.CocoEvaluator;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.train.TaskImage;

/** AP on the validation split, now and then while an adaptation is trained. */
final class Validation {
  /** COCO's AP, on the long tail too: its images are annotated with all classes. */
  private static final Scoring COCO = new Scoring(Optional.empty());

  private final int every;
  private final DetectionDataset data;
  private final TaskDetector detector;
  private final List<TaskImage> images;

  private Validation(int every, Recipe.Data recipe, DetectionDataset data, TaskDetector detector) {
    this.every = every;
    this.data = data;
    this.detector = detector;
    this.images = TrainingData.images(recipe, data);
  }

  /**
   * A validation that has read no image yet.
   *
   * @param every steps between validations; 0 means never
   * @param task whose validation split it is
   */
  static Validation of(
      Recipe recipe, int every, PretrainedGlip model, Adaptation adaptation, TaskSplits task)
      throws IOException {
    return new Validation(
        every,
        recipe.data(),
        TrainingData.ofSeenClasses(recipe.data(), task.validation())
            .first(recipe.validation().images()),
        new TaskDetector(
            model,
            adaptation,
            TrainingData.prompts(recipe.data(), task),
            TrainingData.phrases(recipe),
            COCO));
  }

  /**
   * Whether it is due after a step.
   *
   * @param done steps done
   * @param last whether that was the last one
   */
  boolean isDue(int done, boolean last) {
    return every != 0 && (last || done % every == 0);
  }

  /**
   * AP as a fraction.
   *
   * @throws UncheckedIOException if an image cannot be read
   */
  double ap() {
    return CocoEvaluator.coco().evaluate(data, detector.detect(data, images, count -> {})).ap();
  }
}
