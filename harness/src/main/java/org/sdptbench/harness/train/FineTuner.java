package org.sdptbench.harness.train;

import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.spec.Recipe;

/** Trains an adaptation on a task with GLIP's losses. */
public final class FineTuner {
  private final PretrainedGlip model;
  private final Recipe.Training recipe;
  private final long seed;

  /** How a training goes on. */
  public enum Next {
    /** As before. */
    GO_ON,
    /** At a tenth of the learning rate. */
    SLOW_DOWN,
    /** Not at all. */
    END
  }

  /** Told of every step. */
  @FunctionalInterface
  public interface StepListener {
    /**
     * A step is done.
     *
     * @param done steps done
     * @param loss its loss
     * @return how to go on
     */
    Next stepped(int done, double loss);
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
   * @param prompts their captions
   * @throws DivergedException if the loss becomes NaN or infinite
   */
  public void train(
      Adaptation adaptation, TrainingImages images, TrainingPrompts prompts, StepListener listener)
      throws DivergedException {
    if (adaptation.params().names().isEmpty() || recipe.steps() == 0) {
      return;
    }
    try (Training training = begin(adaptation, images, prompts)) {
      for (int step = 1; step <= recipe.steps(); step++) {
        switch (listener.stepped(step, training.step())) {
          case GO_ON -> {}
          case SLOW_DOWN -> training.slowDown();
          case END -> {
            return;
          }
        }
      }
    }
  }

  /**
   * The same training, whose steps the caller does.
   *
   * @param adaptation what has parameters to train
   */
  public Training begin(Adaptation adaptation, TrainingImages images, TrainingPrompts prompts) {
    return new Training(model, recipe, seed, adaptation, images, prompts);
  }
}
