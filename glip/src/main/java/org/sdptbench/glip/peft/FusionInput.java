package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.sdptbench.glip.tensor.Ops;

/**
 * What enters the fusion tower.
 *
 * @param levels image features, finest first, each [B, v, H, W]
 * @param text text features [B, L, l]
 * @param mask [B, L], 1 for tokens, 0 for padding
 */
public record FusionInput(List<NDArray> levels, NDArray text, NDArray mask) {
  /** Defensive copy. */
  public FusionInput {
    levels = List.copyOf(levels);
  }

  /**
   * Image features with the features of their captions; those of a single caption are repeated.
   *
   * @param text [B, L, l] or [1, L, l]
   * @param mask [B, L] or [1, L]
   */
  public static FusionInput of(List<NDArray> levels, NDArray text, NDArray mask) {
    long images = levels.get(0).getShape().get(0);
    return new FusionInput(levels, Ops.repeated(text, images), Ops.repeated(mask, images));
  }
}
