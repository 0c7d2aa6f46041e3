package org.sdptbench.glip.tensor;

import java.util.List;

/** The learning rate over the steps of a run, after a linear warm-up. */
public sealed interface Schedule {
  /**
   * Drops at milestones, as GLIP's {@code WarmupMultiStepLR}.
   *
   * @param base rate after warm-up
   * @param milestones steps (from 0) from which the rate is multiplied once more by gamma
   * @param gamma factor of each drop
   * @param warmup length and start of the warm-up
   */
  record Steps(double base, List<Integer> milestones, double gamma, Warmup warmup)
      implements Schedule {}

  /**
   * Half a cosine from the base rate to 0.
   *
   * @param base rate after warm-up
   * @param steps length of the run in steps, warm-up included
   * @param warmup length and start of the warm-up
   */
  record Cosine(double base, int steps, Warmup warmup) implements Schedule {}

  /**
   * A linear warm-up.
   *
   * @param steps its length; 0 means none
   * @param factor share of the rate at step 0
   */
  record Warmup(int steps, double factor) {
    /** No warm-up. */
    public static final Warmup NONE = new Warmup(0, 1);

    double at(int step) {
      if (step >= steps) {
        return 1;
      }
      double done = (double) step / steps;
      return factor * (1 - done) + done;
    }
  }

  /** The rate at a step, counted from 0. */
  default double at(int step) {
    if (this instanceof Steps s) {
      long drops = s.milestones.stream().filter(milestone -> step >= milestone).count();
      return s.base * s.warmup.at(step) * Math.pow(s.gamma, drops);
    }
    Cosine c = (Cosine) this;
    int cooling = Math.max(1, c.steps - c.warmup.steps());
    double done = Math.min(1, Math.max(0, step - c.warmup.steps()) / (double) cooling);
    return c.base * c.warmup.at(step) * 0.5 * (1 + Math.cos(Math.PI * done));
  }
}
