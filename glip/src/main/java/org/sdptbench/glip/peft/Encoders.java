package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;

/** GLIP's two encoders, run block by block by a {@link Coupling}. */
public interface Encoders {
  /** Begins with images [B, 3, H, W], normalised. */
  ImageEncoding images(NDArray images);

  /**
   * Begins with captions.
   *
   * @param ids token ids [B, L], int64
   * @param mask [B, L], int64, 1 for tokens, 0 for padding
   */
  TextEncoding text(NDArray ids, NDArray mask);

  /** The same encoders without any adaptation: what frozen GLIP sees. */
  Encoders frozen();
}
