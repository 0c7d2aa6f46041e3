package org.sdptbench.harness.train;

import java.util.List;
import java.util.Map;
import org.sdptbench.glip.tensor.Schedule;

/**
 * How a method is trained.
 *
 * @param steps optimiser steps
 * @param batchSize images per step
 * @param learningRate AdamW's peak learning rate
 * @param weightDecay AdamW's decoupled weight decay
 * @param warmupSteps steps of linear warm-up from a hundredth of the rate
 * @param schedule {@code constant}; {@code step}, GLIP's drops by 10 after 67 % and 89 % of all; or
 *     {@code cosine}
 * @param clipNorm largest global gradient norm; 0 means no clipping
 * @param validateEvery steps between validations; 0 means never
 * @param validationImages validation images used; 0 means all
 */
public record Recipe(
    int steps,
    int batchSize,
    double learningRate,
    double weightDecay,
    int warmupSteps,
    String schedule,
    double clipNorm,
    int validateEvery,
    int validationImages) {

  private static final double WARMUP_START = 0.01;

  /** From the settings of a cell; a method that trains nothing has none, and no steps. */
  public static Recipe of(Map<String, Object> settings) {
    if (!settings.containsKey("steps")) {
      return new Recipe(0, 1, 0, 0, 0, "constant", 0, 0, 0);
    }
    return new Recipe(
        whole(settings, "steps"),
        whole(settings, "batchSize"),
        number(settings, "learningRate").doubleValue(),
        number(settings, "weightDecay").doubleValue(),
        whole(settings, "warmupSteps"),
        String.valueOf(settings.get("schedule")),
        number(settings, "clipNorm").doubleValue(),
        whole(settings, "validateEvery"),
        whole(settings, "validationImages"));
  }

  /** The learning rate over the steps. */
  public Schedule rate() {
    Schedule.Warmup warmup = new Schedule.Warmup(warmupSteps, WARMUP_START);
    return switch (schedule) {
      case "cosine" -> new Schedule.Cosine(learningRate, steps, warmup);
      case "step" ->
          new Schedule.Steps(
              learningRate, List.of((int) (0.67 * steps), (int) (0.89 * steps)), 0.1, warmup);
      case "constant" -> new Schedule.Steps(learningRate, List.of(), 1, warmup);
      default ->
          throw new IllegalArgumentException(
              "schedule is %s, allowed are constant, step and cosine".formatted(schedule));
    };
  }

  private static int whole(Map<String, Object> settings, String name) {
    return Math.toIntExact(number(settings, name).longValue());
  }

  private static Number number(Map<String, Object> settings, String name) {
    if (settings.get(name) instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException("the recipe lacks the number " + name);
  }
}
