package org.sdptbench.harness.spec;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.tensor.Role;

/**
 * The settings of a recipe as cells and records hold them, by name: what they come to by type, and
 * what can be asked of them where some are missing.
 *
 * @param settings every setting in force; of a method that trains nothing those of evaluation
 */
public record RecipeValues(Map<String, Object> settings) {
  /** Settings that cells are older than, with what was done before; a new setting goes here. */
  private static final Map<String, Object> SILENT =
      Map.of(
          "precision",
          "float32",
          "features",
          "float32",
          "activations",
          "keep",
          "regularisation",
          "none",
          "emptyImages",
          "keep",
          "fewShotCopies",
          "none");

  /** Settings in steps, and those in epochs that go before them where both are given at once. */
  public static final Map<String, String> INSTEAD =
      Map.of(
          RecipeSettings.STEPS,
          RecipeSettings.EPOCHS,
          RecipeSettings.VALIDATE_EVERY,
          RecipeSettings.VALIDATE_EPOCHS);

  /** The same of what a spec says, whose validations would else change what patience counts. */
  public static final Map<String, String> INSTEAD_IN_SPECS =
      Map.of(RecipeSettings.STEPS, RecipeSettings.EPOCHS);

  /**
   * All of it by type.
   *
   * @throws IllegalArgumentException if a setting is missing
   */
  Recipe recipe() {
    boolean trains = settings.containsKey(RecipeSettings.STEPS);
    return new Recipe(
        trains
            ? new Recipe.Training(
                steps(),
                whole(RecipeSettings.EPOCHS, 0),
                factor(),
                whole(RecipeSettings.BATCH_SIZE),
                real(RecipeSettings.LEARNING_RATE),
                ownRates(),
                real(RecipeSettings.WEIGHT_DECAY),
                whole(RecipeSettings.WARMUP_STEPS),
                String.valueOf(settings.get(RecipeSettings.SCHEDULE)),
                real(RecipeSettings.CLIP_NORM),
                RecipeSettings.RECOMPUTE.equals(settings.get(RecipeSettings.ACTIVATIONS)),
                RecipeSettings.FLOAT16.equals(settings.get(RecipeSettings.FEATURES)),
                regularisation())
            : Recipe.Training.NONE,
        trains
            ? new Recipe.Validation(
                whole(RecipeSettings.VALIDATE_EVERY),
                whole(RecipeSettings.VALIDATE_EPOCHS, 0),
                whole(RecipeSettings.VALIDATION_IMAGES),
                RecipeSettings.BEST.equals(settings.get(RecipeSettings.KEEP)),
                RecipeSettings.PLATEAU.equals(settings.get(RecipeSettings.SCHEDULE))
                    ? OptionalInt.of(whole(RecipeSettings.PATIENCE, 0))
                    : OptionalInt.empty(),
                whole(RecipeSettings.STOP_PATIENCE, 0))
            : Recipe.Validation.NONE,
        new Recipe.Data(
            RecipeSettings.ZERO_SHOT_LABELS.equals(settings.get(RecipeSettings.LABELS))
                ? OptionalDouble.of(real(RecipeSettings.LABEL_SCORE))
                : OptionalDouble.empty(),
            splitsClasses(),
            RecipeSettings.WRITTEN.equals(settings.get(RecipeSettings.PROMPTS)),
            RecipeSettings.DROPPED.equals(settings.get(RecipeSettings.EMPTY_IMAGES)),
            RecipeSettings.AS_GLIP.equals(settings.get(RecipeSettings.AUGMENT)),
            whole(RecipeSettings.SHORTER_SIDE),
            whole(RecipeSettings.LONGER_SIDE)),
        new Recipe.Evaluation(
            RecipeSettings.VALIDATION_SPLIT.equals(settings.get(RecipeSettings.TEST_SPLIT)),
            RecipeSettings.AS_RELEASE.equals(settings.get(RecipeSettings.PHRASES)),
            whole(RecipeSettings.TEST_IMAGES),
            whole(RecipeSettings.BOOTSTRAP),
            whole(RecipeSettings.PICTURES),
            whole(RecipeSettings.ATTENTION)),
        RecipeSettings.BFLOAT16.equals(settings.get(RecipeSettings.PRECISION))
            ? Precision.BFLOAT16
            : Precision.FLOAT32);
  }

  /** Whether settings split the classes; a setting that is missing has no effect. */
  public boolean splitsClasses() {
    return RecipeSettings.BASE_CLASSES.equals(settings.get(RecipeSettings.CLASSES));
  }

  /**
   * How often an epoch goes over each image of few shots. GLIP repeats them (README at 9dda955, the
   * last numbers of 1_200_8, 3_200_4, 5_200_2 and 10_200_1: {@code DATASETS.GENERAL_COPY}).
   *
   * @param shots images of each class; 0 for all there are
   */
  public int copies(int shots) {
    if (!RecipeSettings.AS_GLIP.equals(settings.get(RecipeSettings.COPIES))
        || shots == 0
        || shots >= 10) {
      return 1;
    }
    return shots >= 5 ? 2 : shots >= 3 ? 4 : 8;
  }

  /**
   * Images that training looks at, each as often as it does; 0 if settings are missing, as in
   * records of methods without training.
   *
   * @param images the training images that there are, which epochs go over
   */
  public double trainingImages(int images) {
    if (!(settings.get(RecipeSettings.STEPS) instanceof Number)
        || !(settings.get(RecipeSettings.BATCH_SIZE) instanceof Number batch)) {
      return 0;
    }
    int epochs = whole(RecipeSettings.EPOCHS, 0);
    return epochs > 0 ? epochs * factor() * images : steps() * batch.doubleValue();
  }

  /**
   * How often a training is validated, the last time included; 0 if settings are missing.
   *
   * @param images the training images that there are, which epochs go over
   */
  public double validations(int images) {
    double all = trainingImages(images);
    int everyEpochs = whole(RecipeSettings.VALIDATE_EPOCHS, 0);
    int everySteps = whole(RecipeSettings.VALIDATE_EVERY, 0);
    double between =
        everyEpochs > 0
            ? everyEpochs * factor() * images
            : (double) everySteps * whole(RecipeSettings.BATCH_SIZE, 1);
    return all == 0 || between == 0 ? 0 : Math.ceil(all / between);
  }

  /** Of so many validation images those that are looked at. */
  public int validationImages(int images) {
    return some(whole(RecipeSettings.VALIDATION_IMAGES, 0), images);
  }

  /** Of so many test images those that are looked at. */
  public int testImages(int images) {
    return some(whole(RecipeSettings.TEST_IMAGES, 0), images);
  }

  private static int some(int asked, int images) {
    return asked == 0 ? images : Math.min(asked, images);
  }

  /** The same, where there is no validation without what would go by it. */
  public SortedMap<String, Object> withoutChoice() {
    SortedMap<String, Object> all = new TreeMap<>(settings);
    if (whole(RecipeSettings.VALIDATE_EVERY, 0) == 0
        && whole(RecipeSettings.VALIDATE_EPOCHS, 0) == 0) {
      all.put(RecipeSettings.KEEP, RecipeSettings.LAST);
      all.put(RecipeSettings.STOP_PATIENCE, 0L);
      if (RecipeSettings.PLATEAU.equals(all.get(RecipeSettings.SCHEDULE))) {
        all.put(RecipeSettings.SCHEDULE, "constant");
      }
    }
    return all;
  }

  /**
   * The same for steps that are only timed: of one image that is always the same, with all classes,
   * without validations, and at next to no rate, as noise under random weights must not diverge.
   *
   * @param steps how many there may be
   */
  public SortedMap<String, Object> singleSteps(int steps) {
    SortedMap<String, Object> all = new TreeMap<>(settings);
    all.put(RecipeSettings.CLASSES, "all");
    all.put(RecipeSettings.TEST_SPLIT, "test");
    if (!trains()) {
      return all;
    }
    all.put(RecipeSettings.EPOCHS, 0L);
    all.put(RecipeSettings.STEPS, (long) steps);
    all.put(RecipeSettings.BATCH_SIZE, 1L);
    all.put(RecipeSettings.AUGMENT, "none");
    all.put(RecipeSettings.LABELS, "real");
    all.put(RecipeSettings.VALIDATE_EVERY, 0L);
    all.put(RecipeSettings.VALIDATE_EPOCHS, 0L);
    all.put(RecipeSettings.LEARNING_RATE, 1e-9);
    RecipeSettings.RATES.values().forEach(rate -> all.put(rate, 0.0));
    return new RecipeValues(all).withoutChoice();
  }

  /**
   * What of the settings tells a cell from others: all but those of {@link #SILENT} that ask for
   * what was done before there was such a setting, so that cells keep their ids.
   */
  public SortedMap<String, Object> identifying() {
    SortedMap<String, Object> said = new TreeMap<>(settings);
    SILENT.forEach(said::remove);
    return said;
  }

  /** Whether anything is trained; records of methods without training have no such settings. */
  public boolean trains() {
    return whole(RecipeSettings.STEPS, 0) > 0 || whole(RecipeSettings.EPOCHS, 0) > 0;
  }

  /** Whether training ends once validation gains no more. */
  public boolean mayEndEarly() {
    return whole(RecipeSettings.EPOCHS, 0) > 0 && whole(RecipeSettings.STOP_PATIENCE, 0) > 0;
  }

  private int steps() {
    return Math.toIntExact(Math.round(whole(RecipeSettings.STEPS) * factor()));
  }

  private double factor() {
    return settings.get(RecipeSettings.STEPS_FACTOR) instanceof Number n ? n.doubleValue() : 1;
  }

  /** A setting that records of older versions lack. */
  private int whole(String name, int otherwise) {
    return settings.get(name) instanceof Number n ? Math.toIntExact(n.longValue()) : otherwise;
  }

  private Map<Role, Double> ownRates() {
    Map<Role, Double> own = new EnumMap<>(Role.class);
    RecipeSettings.RATES.forEach(
        (role, name) -> {
          double rate = settings.get(name) instanceof Number n ? n.doubleValue() : 0;
          if (rate > 0) {
            own.put(role, rate);
          }
        });
    return own;
  }

  private int whole(String name) {
    return Math.toIntExact(number(name).longValue());
  }

  private double real(String name) {
    return number(name).doubleValue();
  }

  private Number number(String name) {
    if (settings.get(name) instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException("the recipe lacks the number " + name);
  }

  private Recipe.Regularisation regularisation() {
    Object setting = settings.get(RecipeSettings.REGULARISATION);
    return RecipeSettings.AS_GLIP.equals(setting)
        ? Recipe.Regularisation.GLIP
        : RecipeSettings.AS_RELEASE.equals(setting)
            ? Recipe.Regularisation.RELEASE
            : Recipe.Regularisation.NONE;
  }
}
