package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/** Tokens inside one fusion layer's attention; they never leave the layer. */
public sealed interface FusionTokens {
  /**
   * Tokens in the latent spaces, appended to the layer-normalised sequences before all projections
   * and cut off after the output projections (SDPT, fuse_helper.py L332–487).
   *
   * @param image image-side tokens [k, v], or null for none
   * @param text text-side tokens [k, l], or null for none
   * @param textVisible whether image tokens attend to the text-side tokens
   */
  record Latent(@Nullable NDArray image, @Nullable NDArray text, boolean textVisible)
      implements FusionTokens {}

  /**
   * Tokens in the fusion space, appended to the scaled queries and to the keys; after the softmax
   * their rows and columns are dropped (the release's {@code vpt_only = -3}, fuse_helper.py
   * L352–364, L441–445).
   *
   * @param image image-side tokens [k, E], or null for none
   * @param text text-side tokens [k, E], or null for none
   * @param textVisible whether image tokens attend to the text-side tokens
   */
  record Projected(@Nullable NDArray image, @Nullable NDArray text, boolean textVisible)
      implements FusionTokens {}
}
