package org.sdptbench.harness.train;

import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.spec.Recipe;

/** Trains an adaptation on a task with GLIP's losses. */
public final class FineTuner {
  private final PretrainedGlip model;
  private final Recipe.Training recipe;
  private final long seed;
  private final FeatureRoom room;

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

  /** Told when nothing of a step is left to do. */
  @FunctionalInterface
  public interface Applied {
    /** A step has taken effect, the listener's answer too. */
    void stepped();
  }

  /** Training of one adaptation; the seed determines the order of the images. */
  public FineTuner(PretrainedGlip model, Recipe.Training recipe, long seed) {
    this(model, recipe, seed, FeatureRoom.STANDARD);
  }

  /**
   * Training of one adaptation.
   *
   * @param seed determines the order of the images
   * @param room for features that the training leaves unchanged; changes no number
   */
  public FineTuner(PretrainedGlip model, Recipe.Training recipe, long seed, FeatureRoom room) {
    this.model = model;
    this.recipe = recipe;
    this.seed = seed;
    this.room = room;
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
      goOn(training, listener, () -> {});
    }
  }

  /**
   * Does the steps that are left of a training, unless the listener ends it before.
   *
   * @param applied its monitor is held while a step takes effect and the listener hears of it:
   *     whoever holds it finds parameters, optimiser and listener after the same step
   * @throws DivergedException if the loss becomes NaN or infinite
   */
  public static void goOn(Training training, StepListener listener, Applied applied)
      throws DivergedException {
    while (training.done() < training.steps()) {
      double loss = training.differentiate();
      synchronized (applied) {
        training.update();
        switch (listener.stepped(training.done(), loss)) {
          case GO_ON -> {}
          case SLOW_DOWN -> training.slowDown();
          case END -> {
            return;
          }
        }
        applied.stepped();
      }
    }
  }

  /**
   * The same training, whose steps the caller does.
   *
   * @param adaptation what has parameters to train
   */
  public Training begin(Adaptation adaptation, TrainingImages images, TrainingPrompts prompts) {
    return new Training(model, recipe, seed, adaptation, images, prompts, room);
  }
}
