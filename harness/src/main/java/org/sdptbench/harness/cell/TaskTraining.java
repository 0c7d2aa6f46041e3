package org.sdptbench.harness.cell;

import java.io.IOException;
import java.util.Optional;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.RecipeValues;
import org.sdptbench.harness.train.DivergedException;
import org.sdptbench.harness.train.FeatureRoom;
import org.sdptbench.harness.train.FineTuner;
import org.sdptbench.harness.train.Training;
import org.sdptbench.harness.train.TrainingPrompts;

/**
 * Trains an adaptation on a task as a cell says.
 *
 * @param cell its recipe, shots and seed count
 * @param model the frozen backbone
 * @param task what it trains on and is validated on
 * @param room for features that the training leaves unchanged
 * @param progress told of every step and point of the curve
 */
record TaskTraining(
    Cell cell, PretrainedGlip model, TaskSplits task, FeatureRoom room, Progress progress) {

  /**
   * Trains the parameters of an adaptation in place, if there is anything to train.
   *
   * @param checkpoint where it goes on from, if it was interrupted
   * @throws IOException if images cannot be read
   */
  Trained train(Adaptation adaptation, TrainingCheckpoint checkpoint) throws IOException {
    Recipe recipe = Recipe.of(cell.recipe());
    if (!recipe.training().trains() || adaptation.params().names().isEmpty()) {
      return Trained.NOTHING;
    }
    TaskSplits splits = splits(recipe);
    TrainingData data = TrainingData.of(cell, model, splits, progress);
    int images = imagesOfEpoch(data);
    Recipe.Training training = recipe.training().over(images);
    int every = recipe.validation().every(recipe.training(), images);
    Validation validation = Validation.of(recipe, every, model, adaptation, splits);
    Optional<String> diverged = Optional.empty();
    try (Selection selection = new Selection(recipe.validation(), adaptation.params())) {
      Course course = new Course(training.steps(), validation, selection, progress);
      try {
        try (Training begun = begin(adaptation, training, data, recipe)) {
          checkpoint.train(begun, course, selection);
        }
        selection.finish();
      } catch (DivergedException e) {
        diverged = Optional.of(String.valueOf(e.getMessage()));
      }
      return new Trained(course.points(), course.seconds(), data.labels(), diverged);
    }
  }

  /**
   * The same training, whose steps the caller does.
   *
   * @param adaptation what has parameters to train
   */
  Training begin(Adaptation adaptation) throws IOException {
    Recipe recipe = Recipe.of(cell.recipe());
    TrainingData data = TrainingData.of(cell, model, splits(recipe), progress);
    return begin(adaptation, recipe.training().over(imagesOfEpoch(data)), data, recipe);
  }

  private Training begin(
      Adaptation adaptation, Recipe.Training training, TrainingData data, Recipe recipe) {
    return new FineTuner(model, training, cell.seed(), room)
        .begin(adaptation, data.images(recipe.data()), prompts(data, recipe));
  }

  private int imagesOfEpoch(TrainingData data) {
    return data.data().images().size()
        * new RecipeValues(cell.recipe()).copies(cell.task().shots());
  }

  /** What validation chooses by must not be the test. */
  private TaskSplits splits(Recipe recipe) {
    return recipe.validation().chooses() ? task.withValidationApart() : task;
  }

  private TrainingPrompts prompts(TrainingData data, Recipe recipe) {
    return new TrainingPrompts(
        model.captions(), data.data().categories(), TrainingData.prompts(recipe.data(), task));
  }
}
