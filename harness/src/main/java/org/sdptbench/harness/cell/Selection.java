package org.sdptbench.harness.cell;

import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.train.FineTuner;

/**
 * What follows from AP on validation images: a lower rate, an early end, and which parameters are
 * kept. As in GLIP: the rate drops once more than some validations in a row have not gained a
 * ten-thousandth on the best (PyTorch's {@code ReduceLROnPlateau}); training ends, and parameters
 * are the best, by plain comparison, in which the later of two equal ones wins (engine/trainer.py,
 * {@code AUTO_TERMINATE_PATIENCE}).
 */
final class Selection implements AutoCloseable {
  private static final double LEAST_GAIN = 1e-4;

  private final Recipe.Validation recipe;
  private final Params trained;
  private double best = Double.NEGATIVE_INFINITY;
  private double bestForRate = Double.NEGATIVE_INFINITY;
  private int withoutGain;
  private int withoutGainForRate;
  private @Nullable Params kept;

  /**
   * Nothing is known yet.
   *
   * @param trained the parameters as they are trained
   */
  Selection(Recipe.Validation recipe, Params trained) {
    this.recipe = recipe;
    this.trained = trained;
  }

  /**
   * What a later process goes on with, beside the parameters that are kept.
   *
   * @param best best AP so far, as a fraction; negative infinity before any
   * @param bestForRate best AP that counts for the rate
   * @param withoutGain validations since the best
   * @param withoutGainForRate validations since the best that count for the rate
   */
  record State(double best, double bestForRate, int withoutGain, int withoutGainForRate) {}

  /** The state after the last validation. */
  State state() {
    return new State(best, bestForRate, withoutGain, withoutGainForRate);
  }

  /** The best parameters so far, if they are to be kept. */
  Optional<Params> kept() {
    return Optional.ofNullable(kept);
  }

  /**
   * Goes on from a state.
   *
   * @param best as {@link #kept}, now this object's
   */
  void goOn(State state, Optional<Params> best) {
    this.best = state.best();
    this.bestForRate = state.bestForRate();
    this.withoutGain = state.withoutGain();
    this.withoutGainForRate = state.withoutGainForRate();
    this.kept = best.orElse(null);
  }

  /**
   * Takes a validation of the parameters as they are.
   *
   * @param ap AP as a fraction; NaN, of images without an object, is no gain
   */
  FineTuner.Next validated(double ap) {
    if (ap >= best) {
      best = ap;
      withoutGain = 0;
      keep();
    } else {
      withoutGain++;
    }
    if (recipe.stopPatience() > 0 && withoutGain >= recipe.stopPatience()) {
      return FineTuner.Next.END;
    }
    return isPlateau(ap) ? FineTuner.Next.SLOW_DOWN : FineTuner.Next.GO_ON;
  }

  private boolean isPlateau(double ap) {
    OptionalInt patience = recipe.patience();
    if (patience.isEmpty()) {
      return false;
    }
    if (ap > bestForRate * (1 + LEAST_GAIN) || bestForRate == Double.NEGATIVE_INFINITY) {
      bestForRate = ap;
      withoutGainForRate = 0;
    } else if (++withoutGainForRate > patience.getAsInt()) {
      withoutGainForRate = 0;
      return true;
    }
    return false;
  }

  private void keep() {
    if (recipe.keepBest()) {
      close();
      kept = trained.copy();
    }
  }

  /** Puts the parameters of the best validation in place, if these are to be kept. */
  void finish() {
    if (kept != null) {
      trained.assign(kept);
    }
  }

  @Override
  public void close() {
    if (kept != null) {
      kept.close();
      kept = null;
    }
  }
}
