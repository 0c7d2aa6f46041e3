package org.sdptbench.harness.spec;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
  /** Setting of the steps between validations. */
  public static final String VALIDATE_EVERY = "validateEvery";

  static final String STEPS = "steps";
  static final String EPOCHS = "epochs";
  static final String VALIDATE_EPOCHS = "validateEpochs";

  static final String STEPS_FACTOR = "stepsFactor";
  static final String BATCH_SIZE = "batchSize";

  /** Setting of AdamW's peak rate. */
  public static final String LEARNING_RATE = "learningRate";

  /** Settings of the rates of some kinds of parameters; those that have none go by the first. */
  static final Map<Role, String> RATES = rates();

  static final String WEIGHT_DECAY = "weightDecay";
  static final String WARMUP_STEPS = "warmupSteps";
  static final String SCHEDULE = "schedule";
  static final String PLATEAU = "plateau";
  static final List<String> SCHEDULES = List.of("constant", "step", "cosine", PLATEAU);
  static final String PATIENCE = "patience";
  static final String STOP_PATIENCE = "stopPatience";
  static final String KEEP = "keep";
  static final String BEST = "best";
  static final String LAST = "last";
  static final String ACTIVATIONS = "activations";
  static final String RECOMPUTE = "recompute";
  static final String AUGMENT = "augment";
  static final String AS_GLIP = "glip";
  static final String REGULARISATION = "regularisation";
  static final String EMPTY_IMAGES = "emptyImages";
  static final String DROPPED = "drop";
  static final String COPIES = "fewShotCopies";
  static final String PHRASES = "phrases";
  static final String AS_RELEASE = "release";
  static final String PROMPTS = "prompts";
  static final String WRITTEN = "written";
  static final String TEST_SPLIT = "testSplit";
  static final String VALIDATION_SPLIT = "validation";
  static final String CLIP_NORM = "clipNorm";
  static final String VALIDATION_IMAGES = "validationImages";
  static final String LABELS = "labels";
  static final String ZERO_SHOT_LABELS = "zero-shot";
  static final String LABEL_SCORE = "labelScore";
  static final String TEST_IMAGES = "testImages";
  static final String CLASSES = "classes";
  static final String BASE_CLASSES = "base";
  static final String BOOTSTRAP = "bootstrap";
  static final String PICTURES = "pictures";
  static final String ATTENTION = "attention";
  static final String PRECISION = "precision";
  static final String FEATURES = "features";
  static final String FLOAT16 = "float16";
  static final String BFLOAT16 = "bfloat16";
  static final String SHORTER_SIDE = "shorterSide";
  static final String LONGER_SIDE = "longerSide";

  /** All settings, training first. */
  public SettingSet all() {
    return new SettingSet(
        Stream.of(training.all(), evaluation.all()).flatMap(List::stream).toList());
  }

  /** The settings that the trainer and the evaluation of this project read. */
  public static RecipeSettings standard() {
    return new RecipeSettings(
        SettingSet.of(
            new Setting.Whole(STEPS, 200, 0, 10_000_000, "optimiser steps"),
            new Setting.Whole(
                EPOCHS,
                0,
                0,
                10_000,
                "passes over the training images in place of steps; 0: steps"),
            new Setting.Real(
                STEPS_FACTOR,
                1,
                0.01,
                100,
                "multiplies the steps or epochs, whatever the scale's are"),
            new Setting.Whole(BATCH_SIZE, 8, 1, 4096, "images per step"),
            new Setting.Real(LEARNING_RATE, 1e-3, 0, 100, "AdamW's peak learning rate"),
            rate(Role.TOKENS, "prompt tokens"),
            rate(Role.MAPS, "layers that map prompts"),
            rate(Role.ADAPTERS, "adapters and low-rank terms"),
            rate(Role.HEAD, "the head, where it is trained beside a method's own"),
            new Setting.Real(WEIGHT_DECAY, 0.05, 0, 10, "AdamW's decoupled weight decay"),
            new Setting.Whole(WARMUP_STEPS, 0, 0, 1_000_000, "steps of linear warm-up"),
            new Setting.Choice(
                SCHEDULE,
                "cosine",
                SCHEDULES,
                "course of the learning rate after warm-up; plateau: down to a tenth after more than"
                    + " patience validations without a gain"),
            new Setting.Whole(
                PATIENCE, 3, 0, 10_000, "validations without a gain that plateau bears"),
            new Setting.Whole(
                STOP_PATIENCE,
                0,
                0,
                10_000,
                "validations without a gain after which training ends; 0: never"),
            new Setting.Choice(
                KEEP,
                "last",
                List.of("last", BEST),
                "parameters that are tested: the last, or those of the best validation"),
            new Setting.Real(CLIP_NORM, 2, 0, 1e6, "largest global gradient norm; 0: no clipping"),
            new Setting.Whole(
                VALIDATE_EVERY, 0, 0, 10_000_000, "steps between validations; 0: never"),
            new Setting.Whole(
                VALIDATE_EPOCHS,
                0,
                0,
                10_000,
                "epochs between validations in place of validateEvery; 0: as that says"),
            new Setting.Whole(VALIDATION_IMAGES, 0, 0, 1_000_000, "validation images used; 0: all"),
            new Setting.Choice(
                LABELS,
                "real",
                List.of("real", ZERO_SHOT_LABELS),
                "boxes to train on: the data set's, or what GLIP itself finds (self-training)"),
            new Setting.Real(LABEL_SCORE, 0.5, 0, 1, "least score of a zero-shot label"),
            new Setting.Choice(
                ACTIVATIONS,
                "keep",
                List.of("keep", RECOMPUTE),
                "for the backward pass: kept, or computed once more, image by image, with less"
                    + " memory"),
            new Setting.Choice(
                FEATURES,
                "float32",
                List.of("float32", FLOAT16),
                "features that training leaves unchanged, of which so twice as many can be kept"),
            new Setting.Choice(
                AUGMENT,
                "none",
                List.of("none", AS_GLIP),
                "training images as they are, or at one of five sizes and mirrored at random"),
            new Setting.Choice(
                EMPTY_IMAGES,
                "keep",
                List.of("keep", DROPPED),
                "training images without an object: background, or left out"),
            new Setting.Choice(
                COPIES,
                "none",
                List.of("none", AS_GLIP),
                "how often an epoch goes over each image of few shots: once, or 8, 4, 2 times from 1,"
                    + " 3, 5 shots on"),
            new Setting.Choice(
                REGULARISATION,
                "none",
                List.of("none", AS_GLIP, AS_RELEASE),
                "parts of GLIP with dropout, DropPath and DropBlock in training: none, those of which"
                    + " something is trained, or, as in SDPT's release, all")),
        SettingSet.of(
            new Setting.Whole(TEST_IMAGES, 0, 0, 1_000_000, "test images used; 0: all"),
            new Setting.Choice(
                TEST_SPLIT,
                "test",
                List.of("test", VALIDATION_SPLIT),
                "split that is tested; some published numbers are of validation"),
            new Setting.Choice(
                PROMPTS,
                "names",
                List.of("names", WRITTEN),
                "classes in captions: by name, or as written for them by GLIP's authors"),
            new Setting.Choice(
                PHRASES,
                "names",
                List.of("names", AS_RELEASE),
                "tokens that speak for a class in tests: its name's, or as SDPT's release finds them"),
            new Setting.Choice(
                CLASSES,
                "all",
                List.of("all", BASE_CLASSES),
                "classes to train on: all, or the first half, tested on either half"),
            new Setting.Choice(
                PRECISION,
                "float32",
                List.of("float32", BFLOAT16),
                "products of layers and attention, in training and tests; parameters stay float32"),
            new Setting.Whole(BOOTSTRAP, 200, 0, 10_000, "resamples of the test images; 0: none"),
            new Setting.Whole(
                PICTURES, 2, 0, 16, "first test images kept with what was found in them"),
            new Setting.Whole(
                ATTENTION, 0, 0, 16, "first test images kept with attention maps too"),
            new Setting.Whole(
                SHORTER_SIDE, 128, 32, 4096, "pixels of an image's shorter side at the input"),
            new Setting.Whole(LONGER_SIDE, 213, 32, 8192, "most pixels of its longer side")));
  }

  /** Whether a setting is the learning rate, or that of a kind of parameters. */
  public static boolean isRate(String name) {
    return name.equals(LEARNING_RATE) || RATES.containsValue(name);
  }

  private static Setting rate(Role role, String of) {
    return new Setting.Real(
        Objects.requireNonNull(RATES.get(role)),
        0,
        0,
        100,
        "peak learning rate of " + of + "; 0: learningRate");
  }

  private static Map<Role, String> rates() {
    Map<Role, String> rates = new EnumMap<>(Role.class);
    rates.put(Role.TOKENS, "tokenRate");
    rates.put(Role.MAPS, "mapRate");
    rates.put(Role.ADAPTERS, "adapterRate");
    rates.put(Role.HEAD, "headRate");
    return Collections.unmodifiableMap(rates);
  }
}
