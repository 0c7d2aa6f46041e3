package org.sdptbench.harness.train;

import java.util.List;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.spec.Recipe;

/** Trains an adaptation on a task with GLIP's losses. */
public final class FineTuner {
  private final PretrainedGlip model;
  private final Recipe.Training recipe;
  private final long seed;

  /** Told of every step. */
  @FunctionalInterface
  public interface StepListener {
    /**
     * A step is done.
     *
     * @param done steps done
     * @param loss its loss
     */
    void stepped(int done, double loss);
  }

  /** Training of one adaptation; the seed determines the order of the images. */
  public FineTuner(PretrainedGlip model, Recipe.Training recipe, long seed) {
    this.model = model;
    this.recipe = recipe;
    this.seed = seed;
  }

  /**
   * Trains the adaptation's parameters in place.
   *
   * @param images training images
   * @param prompt a caption that names all classes
   * @throws DivergedException if the loss becomes NaN or infinite
   */
  public void train(
      Adaptation adaptation, List<TaskImage> images, Prompt prompt, StepListener listener)
      throws DivergedException {
    if (adaptation.params().names().isEmpty() || recipe.steps() == 0) {
      return;
    }
    try (Training training = begin(adaptation, images, prompt)) {
      for (int step = 1; step <= recipe.steps(); step++) {
        listener.stepped(step, training.step());
      }
    }
  }

  /**
   * The same training, whose steps the caller does.
   *
   * @param adaptation what has parameters to train
   */
  public Training begin(Adaptation adaptation, List<TaskImage> images, Prompt prompt) {
    return new Training(model, recipe, seed, adaptation, images, prompt);
  }
}
