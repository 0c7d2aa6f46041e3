package org.sdptbench.glip.peft;

import org.sdptbench.glip.tensor.Params;

/**
 * The adaptation that trains a subset of GLIP's own parameters: full fine-tuning, linear probing,
 * BitFit.
 *
 * @param params copies of the tuned parameters under their own names
 * @param reach the first part of GLIP that they touch
 */
public record Tuning(Params params, Reach reach) implements Adaptation {
  /** Tunes {@code params}; their names tell how far the change reaches. */
  public static Tuning of(Params params) {
    return new Tuning(
        params,
        params.names().stream().map(Sites::reach).min(Reach::compareTo).orElse(Reach.PREDICTION));
  }

  @Override
  public Adaptation over(Params other) {
    return new Tuning(other, reach);
  }
}
