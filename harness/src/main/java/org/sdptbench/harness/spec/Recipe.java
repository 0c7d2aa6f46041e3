package org.sdptbench.harness.spec;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
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
  /** Checks that what is tested has chosen nothing. */
  public Recipe {
    if (evaluation.onValidation() && validation.chooses()) {
      throw new IllegalArgumentException(
          "%s = %s would test on the images that validation chooses by (%s, %s = %s, %s)"
              .formatted(
                  RecipeSettings.TEST_SPLIT,
                  RecipeSettings.VALIDATION_SPLIT,
                  RecipeSettings.KEEP + " = " + RecipeSettings.BEST,
                  RecipeSettings.SCHEDULE,
                  RecipeSettings.PLATEAU,
                  RecipeSettings.STOP_PATIENCE));
    }
  }

  /** Which parts of GLIP drop at random while they train: dropout, DropPath and DropBlock. */
  public enum Regularisation {
    /** None: all compute as in tests. */
    NONE,
    /** Those of which something is trained, as in GLIP. */
    GLIP,
    /** All, whatever is trained, as in SDPT's release. */
    RELEASE
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
    static final Training NONE =
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
                .formatted(
                    String.join(
                        ", ", rates.keySet().stream().map(RecipeSettings.RATES::get).toList())));
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
        case "constant", RecipeSettings.PLATEAU ->
            new Schedule.Steps(learningRate, List.of(), 1, warmup);
        default ->
            throw new IllegalArgumentException(
                "schedule is %s, allowed are %s"
                    .formatted(schedule, String.join(", ", RecipeSettings.SCHEDULES)));
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
    static final Validation NONE = new Validation(0, 0, 0, false, OptionalInt.empty(), 0);

    /** Checks that what goes by validation has some. */
    public Validation {
      if ((keepBest || patience.isPresent() || stopPatience > 0) && every == 0 && epochs == 0) {
        throw new IllegalArgumentException(
            "%s goes by validation, and there is none; set %s or %s"
                .formatted(
                    keepBest
                        ? RecipeSettings.KEEP + " = " + RecipeSettings.BEST
                        : patience.isPresent()
                            ? RecipeSettings.SCHEDULE + " = " + RecipeSettings.PLATEAU
                            : RecipeSettings.STOP_PATIENCE,
                    RecipeSettings.VALIDATE_EVERY,
                    RecipeSettings.VALIDATE_EPOCHS));
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
    return new RecipeValues(settings).recipe();
  }
}
