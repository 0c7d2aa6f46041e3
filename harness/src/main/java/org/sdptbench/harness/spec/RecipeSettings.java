package org.sdptbench.harness.spec;

import java.util.List;
import java.util.stream.Stream;
import org.sdptbench.glip.peft.Setting;

/**
 * The settings of a recipe.
 *
 * @param training settings that only concern training; a method that trains nothing has none of
 *     them
 * @param evaluation settings that concern the test
 */
public record RecipeSettings(SettingSet training, SettingSet evaluation) {

  /** All settings, training first. */
  public SettingSet all() {
    return new SettingSet(
        Stream.of(training.all(), evaluation.all()).flatMap(List::stream).toList());
  }

  /** The settings that the trainer and the evaluation of this project read. */
  public static RecipeSettings standard() {
    return new RecipeSettings(
        SettingSet.of(
            new Setting.Whole("steps", 200, 0, 10_000_000, "optimiser steps"),
            new Setting.Whole("batchSize", 8, 1, 4096, "images per step"),
            new Setting.Real("learningRate", 1e-3, 0, 100, "AdamW's peak learning rate"),
            new Setting.Real("weightDecay", 0.05, 0, 10, "AdamW's decoupled weight decay"),
            new Setting.Whole("warmupSteps", 0, 0, 1_000_000, "steps of linear warm-up"),
            new Setting.Choice(
                "schedule",
                "cosine",
                List.of("constant", "step", "cosine"),
                "course of the learning rate after warm-up"),
            new Setting.Real("clipNorm", 2, 0, 1e6, "largest global gradient norm; 0: no clipping"),
            new Setting.Whole(
                "validateEvery", 0, 0, 10_000_000, "steps between validations; 0: never"),
            new Setting.Whole(
                "validationImages", 0, 0, 1_000_000, "validation images used; 0: all"),
            new Setting.Choice(
                "labels",
                "real",
                List.of("real", "zero-shot"),
                "boxes to train on: the data set's, or what GLIP itself finds (self-training)"),
            new Setting.Real("labelScore", 0.5, 0, 1, "least score of a zero-shot label")),
        SettingSet.of(
            new Setting.Whole("testImages", 0, 0, 1_000_000, "test images used; 0: all"),
            new Setting.Choice(
                "classes",
                "all",
                List.of("all", "base"),
                "classes to train on: all, or the first half, tested on either half"),
            new Setting.Whole("bootstrap", 200, 0, 10_000, "resamples of the test images; 0: none"),
            new Setting.Whole(
                "pictures", 2, 0, 16, "first test images kept with what was found in them"),
            new Setting.Whole(
                "attention", 0, 0, 16, "first test images kept with attention maps too"),
            new Setting.Whole(
                "shorterSide", 128, 32, 4096, "pixels of an image's shorter side at the input"),
            new Setting.Whole("longerSide", 213, 32, 8192, "most pixels of its longer side")));
  }
}
