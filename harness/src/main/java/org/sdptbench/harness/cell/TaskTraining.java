package org.sdptbench.harness.cell;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.train.DivergedException;
import org.sdptbench.harness.train.FineTuner;
import org.sdptbench.harness.train.Prompt;
import org.sdptbench.harness.train.Prompts;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.harness.train.Training;

/**
 * Trains an adaptation on a task as a cell says.
 *
 * @param cell its recipe, shots and seed count
 * @param model the frozen backbone
 * @param task what it trains on and is validated on
 * @param progress told of every step and point of the curve
 */
record TaskTraining(Cell cell, PretrainedGlip model, TaskSplits task, Progress progress) {

  /**
   * Trains the parameters of an adaptation in place, if there is anything to train.
   *
   * @throws IOException if images cannot be read, or the classes do not fit into a caption
   */
  Trained train(Adaptation adaptation) throws IOException {
    Recipe recipe = Recipe.of(cell.recipe());
    if (recipe.training().steps() == 0 || adaptation.params().names().isEmpty()) {
      return Trained.NOTHING;
    }
    TrainingData data = TrainingData.of(cell, model, task.train(), progress);
    Prompt prompt = prompt(data.data());
    List<TaskImage> images = TrainingData.images(recipe.data(), data.data());
    Validation validation = Validation.of(recipe, model, adaptation, task.validation());
    Course course = new Course(recipe.training().steps(), validation, progress);
    Optional<String> diverged = Optional.empty();
    try {
      new FineTuner(model, recipe.training(), cell.seed())
          .train(adaptation, images, prompt, course);
    } catch (DivergedException e) {
      diverged = Optional.of(String.valueOf(e.getMessage()));
    }
    return new Trained(course.points(), course.seconds(), data.labels(), diverged);
  }

  /**
   * The same training, whose steps the caller does.
   *
   * @param adaptation what has parameters to train
   */
  Training begin(Adaptation adaptation) throws IOException {
    Recipe recipe = Recipe.of(cell.recipe());
    TrainingData data = TrainingData.of(cell, model, task.train(), progress);
    return new FineTuner(model, recipe.training(), cell.seed())
        .begin(adaptation, TrainingData.images(recipe.data(), data.data()), prompt(data.data()));
  }

  /** One caption of all classes: what is not in the caption cannot be trained. */
  private Prompt prompt(DetectionDataset data) throws IOException {
    List<Prompt> prompts =
        Prompts.of(model.captions(), data.categories(), data.categories().size());
    if (prompts.size() > 1) {
      throw new IOException(
          "%s: its %s class names do not fit in one caption of %s tokens, which training needs"
              .formatted(
                  data.name(), data.categories().size(), model.glip().config().text().maxTokens()));
    }
    return prompts.get(0);
  }
}
