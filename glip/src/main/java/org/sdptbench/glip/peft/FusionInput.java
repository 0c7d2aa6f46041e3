package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import java.util.List;

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
}
