package org.sdptbench.harness.spec;

import java.util.List;
import java.util.stream.Stream;

/**
 * The settings of a recipe.
 *
 * @param training settings that only concern training; a method that trains nothing has none of
 *     them
 * @param evaluation settings that concern the test
 */
public record RecipeSettings(Settings training, Settings evaluation) {

  /** All settings, training first. */
  public Settings all() {
    return new Settings(Stream.of(training.all(), evaluation.all()).flatMap(List::stream).toList());
  }

  /** The settings that the trainer and the evaluation of this project read. */
  public static RecipeSettings standard() {
    return new RecipeSettings(
        Settings.of(
            Setting.integer("steps", 200, 0, 10_000_000, "optimiser steps"),
            Setting.integer("batchSize", 8, 1, 4096, "images per step"),
            Setting.number("learningRate", 1e-3, 0, 100, "AdamW's peak learning rate"),
            Setting.number("weightDecay", 0.05, 0, 10, "AdamW's decoupled weight decay"),
            Setting.integer("warmupSteps", 0, 0, 1_000_000, "steps of linear warm-up"),
            Setting.choice(
                "schedule",
                "cosine",
                List.of("constant", "step", "cosine"),
                "course of the learning rate after warm-up"),
            Setting.number("clipNorm", 2, 0, 1e6, "largest global gradient norm; 0: no clipping"),
            Setting.integer(
                "validateEvery", 0, 0, 10_000_000, "steps between validations; 0: never"),
            Setting.integer("validationImages", 0, 0, 1_000_000, "validation images used; 0: all")),
        Settings.of(
            Setting.integer("testImages", 0, 0, 1_000_000, "test images used; 0: all"),
            Setting.integer(
                "shorterSide", 128, 32, 4096, "pixels of an image's shorter side at the input"),
            Setting.integer("longerSide", 213, 32, 8192, "most pixels of its longer side")));
  }
}
