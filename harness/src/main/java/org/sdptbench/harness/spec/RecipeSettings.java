package org.sdptbench.harness.spec;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.tensor.Role;

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
            new Setting.Whole(Recipe.STEPS, 200, 0, 10_000_000, "optimiser steps"),
            new Setting.Whole(
                Recipe.EPOCHS,
                0,
                0,
                10_000,
                "passes over the training images in place of steps; 0: steps"),
            new Setting.Real(
                Recipe.STEPS_FACTOR,
                1,
                0.01,
                100,
                "multiplies the steps or epochs, whatever the scale's are"),
            new Setting.Whole(Recipe.BATCH_SIZE, 8, 1, 4096, "images per step"),
            new Setting.Real(Recipe.LEARNING_RATE, 1e-3, 0, 100, "AdamW's peak learning rate"),
            rate(Role.TOKENS, "prompt tokens"),
            rate(Role.MAPS, "layers that map prompts"),
            rate(Role.ADAPTERS, "adapters and low-rank terms"),
            rate(Role.HEAD, "the head, where it is trained beside a method's own"),
            new Setting.Real(Recipe.WEIGHT_DECAY, 0.05, 0, 10, "AdamW's decoupled weight decay"),
            new Setting.Whole(Recipe.WARMUP_STEPS, 0, 0, 1_000_000, "steps of linear warm-up"),
            new Setting.Choice(
                Recipe.SCHEDULE,
                "cosine",
                Recipe.SCHEDULES,
                "course of the learning rate after warm-up; plateau: down to a tenth after more than"
                    + " patience validations without a gain"),
            new Setting.Whole(
                Recipe.PATIENCE, 3, 0, 10_000, "validations without a gain that plateau bears"),
            new Setting.Whole(
                Recipe.STOP_PATIENCE,
                0,
                0,
                10_000,
                "validations without a gain after which training ends; 0: never"),
            new Setting.Choice(
                Recipe.KEEP,
                "last",
                List.of("last", Recipe.BEST),
                "parameters that are tested: the last, or those of the best validation"),
            new Setting.Real(
                Recipe.CLIP_NORM, 2, 0, 1e6, "largest global gradient norm; 0: no clipping"),
            new Setting.Whole(
                Recipe.VALIDATE_EVERY, 0, 0, 10_000_000, "steps between validations; 0: never"),
            new Setting.Whole(
                Recipe.VALIDATE_EPOCHS,
                0,
                0,
                10_000,
                "epochs between validations in place of validateEvery; 0: as that says"),
            new Setting.Whole(
                Recipe.VALIDATION_IMAGES, 0, 0, 1_000_000, "validation images used; 0: all"),
            new Setting.Choice(
                Recipe.LABELS,
                "real",
                List.of("real", Recipe.ZERO_SHOT_LABELS),
                "boxes to train on: the data set's, or what GLIP itself finds (self-training)"),
            new Setting.Real(Recipe.LABEL_SCORE, 0.5, 0, 1, "least score of a zero-shot label"),
            new Setting.Choice(
                Recipe.ACTIVATIONS,
                "keep",
                List.of("keep", Recipe.RECOMPUTE),
                "for the backward pass: kept, or computed once more, image by image, with less"
                    + " memory"),
            new Setting.Choice(
                Recipe.FEATURES,
                "float32",
                List.of("float32", Recipe.FLOAT16),
                "features that training leaves unchanged, of which so twice as many can be kept"),
            new Setting.Choice(
                Recipe.AUGMENT,
                "none",
                List.of("none", Recipe.AS_GLIP),
                "training images as they are, or at one of five sizes and mirrored at random"),
            new Setting.Choice(
                Recipe.EMPTY_IMAGES,
                "keep",
                List.of("keep", Recipe.DROPPED),
                "training images without an object: background, or left out"),
            new Setting.Choice(
                Recipe.COPIES,
                "none",
                List.of("none", Recipe.AS_GLIP),
                "how often an epoch goes over each image of few shots: once, or 8, 4, 2 times from 1,"
                    + " 3, 5 shots on"),
            new Setting.Choice(
                Recipe.REGULARISATION,
                "none",
                List.of("none", Recipe.AS_GLIP, Recipe.AS_RELEASE),
                "parts of GLIP with dropout, DropPath and DropBlock in training: none, those of which"
                    + " something is trained, or, as in SDPT's release, all")),
        SettingSet.of(
            new Setting.Whole(Recipe.TEST_IMAGES, 0, 0, 1_000_000, "test images used; 0: all"),
            new Setting.Choice(
                Recipe.TEST_SPLIT,
                "test",
                List.of("test", Recipe.VALIDATION_SPLIT),
                "split that is tested; some published numbers are of validation"),
            new Setting.Choice(
                Recipe.PROMPTS,
                "names",
                List.of("names", Recipe.WRITTEN),
                "classes in captions: by name, or as written for them by GLIP's authors"),
            new Setting.Choice(
                Recipe.PHRASES,
                "names",
                List.of("names", Recipe.AS_RELEASE),
                "tokens that speak for a class in tests: its name's, or as SDPT's release finds them"),
            new Setting.Choice(
                Recipe.CLASSES,
                "all",
                List.of("all", Recipe.BASE_CLASSES),
                "classes to train on: all, or the first half, tested on either half"),
            new Setting.Choice(
                Recipe.PRECISION,
                "float32",
                List.of("float32", Recipe.BFLOAT16),
                "products of layers and attention, in training and tests; parameters stay float32"),
            new Setting.Whole(
                Recipe.BOOTSTRAP, 200, 0, 10_000, "resamples of the test images; 0: none"),
            new Setting.Whole(
                Recipe.PICTURES, 2, 0, 16, "first test images kept with what was found in them"),
            new Setting.Whole(
                Recipe.ATTENTION, 0, 0, 16, "first test images kept with attention maps too"),
            new Setting.Whole(
                Recipe.SHORTER_SIDE,
                128,
                32,
                4096,
                "pixels of an image's shorter side at the input"),
            new Setting.Whole(
                Recipe.LONGER_SIDE, 213, 32, 8192, "most pixels of its longer side")));
  }

  /** Whether a setting is the learning rate, or that of a kind of parameters. */
  public static boolean isRate(String name) {
    return name.equals(Recipe.LEARNING_RATE) || Recipe.RATES.containsValue(name);
  }

  private static Setting rate(Role role, String of) {
    return new Setting.Real(
        Objects.requireNonNull(Recipe.RATES.get(role)),
        0,
        0,
        100,
        "peak learning rate of " + of + "; 0: learningRate");
  }
}
