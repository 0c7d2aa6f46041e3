package org.sdptbench.harness.spec;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.tensor.Role;
import org.sdptbench.glip.tensor.Schedule;

/**
 * How a cell is trained and evaluated: {@link RecipeSettings#standard()} by type.
 *
 * @param training the optimiser's part; no steps where a method trains nothing
 * @param validation what is measured while it trains
 * @param data which images, boxes and classes it trains on
 * @param evaluation what is measured at the end
 * @param precision how the model multiplies
 */
public record Recipe(
    Training training,
    Validation validation,
    Data data,
    Evaluation evaluation,
    Precision precision) {
  /** Setting of the steps between validations. */
  public static final String VALIDATE_EVERY = "validateEvery";

  static final String STEPS = "steps";
  static final String EPOCHS = "epochs";
  static final String VALIDATE_EPOCHS = "validateEpochs";

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
      Map.of(STEPS, EPOCHS, VALIDATE_EVERY, VALIDATE_EPOCHS);

  /** The same of what a spec says, whose validations would else change what patience counts. */
  public static final Map<String, String> INSTEAD_IN_SPECS = Map.of(STEPS, EPOCHS);

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

  /** Checks that what is tested has chosen nothing. */
  public Recipe {
    if (evaluation.onValidation() && validation.chooses()) {
      throw new IllegalArgumentException(
          "%s = %s would test on the images that validation chooses by (%s, %s = %s, %s)"
              .formatted(
                  TEST_SPLIT,
                  VALIDATION_SPLIT,
                  KEEP + " = " + BEST,
                  SCHEDULE,
                  PLATEAU,
                  STOP_PATIENCE));
    }
  }

  /** Which parts of GLIP drop at random while they train: dropout, DropPath and DropBlock. */
  public enum Regularisation {
    /** None: all compute as in tests. */
    NONE,
    /** Those of which something is trained, as in GLIP. */
    GLIP,
    /** All, whatever is trained, as in SDPT's release. */
    RELEASE;

    private static Regularisation of(@Nullable Object setting) {
      return AS_GLIP.equals(setting) ? GLIP : AS_RELEASE.equals(setting) ? RELEASE : NONE;
    }
  }

  /**
   * The optimiser's part.
   *
   * @param steps optimiser steps, unless there are epochs
   * @param epochs passes over the training images; 0 where steps are given
   * @param stepsFactor multiplies the steps of epochs
   * @param batchSize images per step
   * @param learningRate AdamW's peak learning rate
   * @param rates peak rates of the kinds of parameters that have one of their own
   * @param weightDecay AdamW's decoupled weight decay
   * @param warmupSteps steps of linear warm-up from a hundredth of the rate
   * @param schedule {@code constant}; {@code step}, GLIP's drops by 10 after 67 % and 89 % of all;
   *     {@code cosine}; or {@code plateau}, constant but for drops by 10 where validation says so
   * @param clipNorm largest global gradient norm; 0 means no clipping
   * @param recomputes whether activations are computed once more for the backward pass, image by
   *     image, instead of kept
   * @param halfFeatures whether features that training leaves unchanged are rounded to float16
   * @param regularisation which parts of GLIP drop at random
   */
  public record Training(
      int steps,
      int epochs,
      double stepsFactor,
      int batchSize,
      double learningRate,
      Map<Role, Double> rates,
      double weightDecay,
      int warmupSteps,
      String schedule,
      double clipNorm,
      boolean recomputes,
      boolean halfFeatures,
      Regularisation regularisation) {
    private static final double WARMUP_START = 0.01;
    private static final Training NONE =
        new Training(
            0, 0, 1, 1, 0, Map.of(), 0, 0, "constant", 0, false, false, Regularisation.NONE);

    /** A training of so many steps; see the components. */
    public Training(
        int steps,
        int batchSize,
        double learningRate,
        Map<Role, Double> rates,
        double weightDecay,
        int warmupSteps,
        String schedule,
        double clipNorm) {
      this(
          steps,
          0,
          1,
          batchSize,
          learningRate,
          rates,
          weightDecay,
          warmupSteps,
          schedule,
          clipNorm,
          false,
          false,
          Regularisation.NONE);
    }

    /** The same with dropout, DropPath and DropBlock. */
    public Training regularised(Regularisation how) {
      return new Training(
          steps,
          epochs,
          stepsFactor,
          batchSize,
          learningRate,
          rates,
          weightDecay,
          warmupSteps,
          schedule,
          clipNorm,
          recomputes,
          halfFeatures,
          how);
    }

    /** Defensive copy. */
    public Training {
      rates = Map.copyOf(rates);
      if (learningRate == 0 && !rates.isEmpty()) {
        throw new IllegalArgumentException(
            "learningRate is 0 beside %s; rates are set in proportion to it, and 0 of them means as it"
                .formatted(String.join(", ", rates.keySet().stream().map(RATES::get).toList())));
      }
    }

    /** Whether anything is trained at all. */
    public boolean trains() {
      return steps > 0 || epochs > 0;
    }

    /** Steps of one pass over so many images; the last step of a pass may take some of the next. */
    public int stepsOfEpoch(int images) {
      return (images + batchSize - 1) / batchSize;
    }

    /** The same with its epochs over so many images in steps. */
    public Training over(int images) {
      return epochs == 0
          ? this
          : new Training(
              Math.toIntExact(Math.round(epochs * stepsFactor * stepsOfEpoch(images))),
              0,
              1,
              batchSize,
              learningRate,
              rates,
              weightDecay,
              warmupSteps,
              schedule,
              clipNorm,
              recomputes,
              halfFeatures,
              regularisation);
    }

    /** The peak rate of a kind of parameters in proportion to {@link #learningRate}. */
    public double factor(Role role) {
      Double own = rates.get(role);
      return own == null ? 1 : own / learningRate;
    }

    /** The learning rate over the steps. */
    public Schedule rate() {
      Schedule.Warmup warmup = new Schedule.Warmup(warmupSteps, WARMUP_START);
      return switch (schedule) {
        case "cosine" -> new Schedule.Cosine(learningRate, steps, warmup);
        case "step" ->
            new Schedule.Steps(
                learningRate, List.of((int) (0.67 * steps), (int) (0.89 * steps)), 0.1, warmup);
        case "constant", PLATEAU -> new Schedule.Steps(learningRate, List.of(), 1, warmup);
        default ->
            throw new IllegalArgumentException(
                "schedule is %s, allowed are %s".formatted(schedule, String.join(", ", SCHEDULES)));
      };
    }
  }

  /**
   * What is measured while training, and what follows from it.
   *
   * @param every steps between validations; 0 means never, or as the epochs say
   * @param epochs epochs between validations; 0 means as the steps say
   * @param images validation images used; 0 means all
   * @param keepBest whether the parameters of the best validation are kept, not the last ones
   * @param patience validations without a gain after more than which the rate drops to a tenth;
   *     empty where it never does
   * @param stopPatience validations without a gain after which training ends; 0 means never
   */
  public record Validation(
      int every, int epochs, int images, boolean keepBest, OptionalInt patience, int stopPatience) {
    private static final Validation NONE = new Validation(0, 0, 0, false, OptionalInt.empty(), 0);

    /** Checks that what goes by validation has some. */
    public Validation {
      if ((keepBest || patience.isPresent() || stopPatience > 0) && every == 0 && epochs == 0) {
        throw new IllegalArgumentException(
            "%s goes by validation, and there is none; set %s or %s"
                .formatted(
                    keepBest
                        ? KEEP + " = " + BEST
                        : patience.isPresent() ? SCHEDULE + " = " + PLATEAU : STOP_PATIENCE,
                    VALIDATE_EVERY,
                    VALIDATE_EPOCHS));
      }
    }

    /** Whether anything goes by it. */
    public boolean chooses() {
      return keepBest || patience.isPresent() || stopPatience > 0;
    }

    /**
     * Steps between validations; 0 means never. What multiplies the steps of epochs does so here
     * too, so that patience lasts as much longer.
     *
     * @param images training images
     */
    public int every(Training training, int images) {
      return epochs > 0
          ? Math.toIntExact(
              Math.max(
                  1, Math.round(epochs * training.stepsFactor() * training.stepsOfEpoch(images))))
          : every;
    }
  }

  /**
   * The images and what is known of them.
   *
   * @param zeroShotLabels least score of the zero-shot labels to train on; empty for real boxes
   * @param splitClasses whether the first half of the classes is trained and either half tested
   * @param writtenPrompts whether classes are asked for as somebody has written for them, or by
   *     their names
   * @param dropsEmpty whether training images that show no object are left out, as GLIP does
   * @param augmented whether training images come at random sizes and mirrored, as GLIP's do
   * @param shorterSide pixels of an image's shorter side at the input
   * @param longerSide most pixels of its longer side
   */
  public record Data(
      OptionalDouble zeroShotLabels,
      boolean splitClasses,
      boolean writtenPrompts,
      boolean dropsEmpty,
      boolean augmented,
      int shorterSide,
      int longerSide) {}

  /**
   * The test.
   *
   * @param onValidation whether the validation split is tested, as some published numbers are
   * @param releasePhrases whether classes are read off the caption as SDPT's release does, with its
   *     mistakes
   * @param images test images used; 0 means all
   * @param resamples resamples of the test images; 0 means none
   * @param pictures first test images kept with what was found in them
   * @param attention first test images kept with attention maps too
   */
  public record Evaluation(
      boolean onValidation,
      boolean releasePhrases,
      int images,
      int resamples,
      int pictures,
      int attention) {}

  /**
   * The recipe of a cell.
   *
   * @param settings every setting in force; of a method that trains nothing those of evaluation
   * @throws IllegalArgumentException if one is missing
   */
  public static Recipe of(Map<String, Object> settings) {
    boolean trains = settings.containsKey(STEPS);
    return new Recipe(
        trains
            ? new Training(
                steps(settings),
                whole(settings, EPOCHS, 0),
                factor(settings),
                whole(settings, BATCH_SIZE),
                real(settings, LEARNING_RATE),
                ownRates(settings),
                real(settings, WEIGHT_DECAY),
                whole(settings, WARMUP_STEPS),
                String.valueOf(settings.get(SCHEDULE)),
                real(settings, CLIP_NORM),
                RECOMPUTE.equals(settings.get(ACTIVATIONS)),
                FLOAT16.equals(settings.get(FEATURES)),
                Regularisation.of(settings.get(REGULARISATION)))
            : Training.NONE,
        trains
            ? new Validation(
                whole(settings, VALIDATE_EVERY),
                whole(settings, VALIDATE_EPOCHS, 0),
                whole(settings, VALIDATION_IMAGES),
                BEST.equals(settings.get(KEEP)),
                PLATEAU.equals(settings.get(SCHEDULE))
                    ? OptionalInt.of(whole(settings, PATIENCE, 0))
                    : OptionalInt.empty(),
                whole(settings, STOP_PATIENCE, 0))
            : Validation.NONE,
        new Data(
            ZERO_SHOT_LABELS.equals(settings.get(LABELS))
                ? OptionalDouble.of(real(settings, LABEL_SCORE))
                : OptionalDouble.empty(),
            splitsClasses(settings),
            WRITTEN.equals(settings.get(PROMPTS)),
            DROPPED.equals(settings.get(EMPTY_IMAGES)),
            AS_GLIP.equals(settings.get(AUGMENT)),
            whole(settings, SHORTER_SIDE),
            whole(settings, LONGER_SIDE)),
        new Evaluation(
            VALIDATION_SPLIT.equals(settings.get(TEST_SPLIT)),
            AS_RELEASE.equals(settings.get(PHRASES)),
            whole(settings, TEST_IMAGES),
            whole(settings, BOOTSTRAP),
            whole(settings, PICTURES),
            whole(settings, ATTENTION)),
        BFLOAT16.equals(settings.get(PRECISION)) ? Precision.BFLOAT16 : Precision.FLOAT32);
  }

  /** Whether settings split the classes; a setting that is missing has no effect. */
  public static boolean splitsClasses(Map<String, Object> settings) {
    return BASE_CLASSES.equals(settings.get(CLASSES));
  }

  /**
   * How often an epoch goes over each image of few shots. GLIP repeats them (README at 9dda955, the
   * last numbers of 1_200_8, 3_200_4, 5_200_2 and 10_200_1: {@code DATASETS.GENERAL_COPY}).
   *
   * @param shots images of each class; 0 for all there are
   */
  public static int copies(Map<String, Object> settings, int shots) {
    if (!AS_GLIP.equals(settings.get(COPIES)) || shots == 0 || shots >= 10) {
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
  public static double trainingImages(Map<String, Object> settings, int images) {
    if (!(settings.get(STEPS) instanceof Number)
        || !(settings.get(BATCH_SIZE) instanceof Number batch)) {
      return 0;
    }
    int epochs = whole(settings, EPOCHS, 0);
    return epochs > 0 ? epochs * factor(settings) * images : steps(settings) * batch.doubleValue();
  }

  /**
   * How often a training is validated, the last time included; 0 if settings are missing.
   *
   * @param images the training images that there are, which epochs go over
   */
  public static double validations(Map<String, Object> settings, int images) {
    double all = trainingImages(settings, images);
    int everyEpochs = whole(settings, VALIDATE_EPOCHS, 0);
    int everySteps = whole(settings, VALIDATE_EVERY, 0);
    double between =
        everyEpochs > 0
            ? everyEpochs * factor(settings) * images
            : (double) everySteps * whole(settings, BATCH_SIZE, 1);
    return all == 0 || between == 0 ? 0 : Math.ceil(all / between);
  }

  /** Of so many validation images those that are looked at. */
  public static int validationImages(Map<String, Object> settings, int images) {
    return some(whole(settings, VALIDATION_IMAGES, 0), images);
  }

  /** Of so many test images those that are looked at. */
  public static int testImages(Map<String, Object> settings, int images) {
    return some(whole(settings, TEST_IMAGES, 0), images);
  }

  private static int some(int asked, int images) {
    return asked == 0 ? images : Math.min(asked, images);
  }

  /** The same, where there is no validation without what would go by it. */
  public static SortedMap<String, Object> withoutChoice(SortedMap<String, Object> settings) {
    SortedMap<String, Object> all = new TreeMap<>(settings);
    if (whole(settings, VALIDATE_EVERY, 0) == 0 && whole(settings, VALIDATE_EPOCHS, 0) == 0) {
      all.put(KEEP, LAST);
      all.put(STOP_PATIENCE, 0L);
      if (PLATEAU.equals(all.get(SCHEDULE))) {
        all.put(SCHEDULE, "constant");
      }
    }
    return all;
  }

  /**
   * What of the settings tells a cell from others: all but those of {@link #SILENT} that ask for
   * what was done before there was such a setting, so that cells keep their ids.
   */
  public static SortedMap<String, Object> identifying(SortedMap<String, Object> settings) {
    SortedMap<String, Object> said = new TreeMap<>(settings);
    SILENT.forEach(said::remove);
    return said;
  }

  /** Whether anything is trained; records of methods without training have no such settings. */
  public static boolean trains(Map<String, Object> settings) {
    return whole(settings, STEPS, 0) > 0 || whole(settings, EPOCHS, 0) > 0;
  }

  /** Whether training ends once validation gains no more. */
  public static boolean mayEndEarly(Map<String, Object> settings) {
    return whole(settings, EPOCHS, 0) > 0 && whole(settings, STOP_PATIENCE, 0) > 0;
  }

  private static int steps(Map<String, Object> settings) {
    return Math.toIntExact(Math.round(whole(settings, STEPS) * factor(settings)));
  }

  private static double factor(Map<String, Object> settings) {
    return settings.get(STEPS_FACTOR) instanceof Number n ? n.doubleValue() : 1;
  }

  /** A setting that records of older versions lack. */
  private static int whole(Map<String, Object> settings, String name, int otherwise) {
    return settings.get(name) instanceof Number n ? Math.toIntExact(n.longValue()) : otherwise;
  }

  private static Map<Role, Double> ownRates(Map<String, Object> settings) {
    Map<Role, Double> own = new EnumMap<>(Role.class);
    RATES.forEach(
        (role, name) -> {
          double rate = settings.get(name) instanceof Number n ? n.doubleValue() : 0;
          if (rate > 0) {
            own.put(role, rate);
          }
        });
    return own;
  }

  private static Map<Role, String> rates() {
    Map<Role, String> rates = new EnumMap<>(Role.class);
    rates.put(Role.TOKENS, "tokenRate");
    rates.put(Role.MAPS, "mapRate");
    rates.put(Role.ADAPTERS, "adapterRate");
    rates.put(Role.HEAD, "headRate");
    return Collections.unmodifiableMap(rates);
  }

  private static int whole(Map<String, Object> settings, String name) {
    return Math.toIntExact(number(settings, name).longValue());
  }

  private static double real(Map<String, Object> settings, String name) {
    return number(settings, name).doubleValue();
  }

  private static Number number(Map<String, Object> settings, String name) {
    if (settings.get(name) instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException("the recipe lacks the number " + name);
  }
}
