package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;

/**
 * The prompt tokens that one adaptation puts into both encoders. It is asked before every layer,
 * sees what became of its own tokens and never another adaptation's, and has no side effects.
 */
public interface Prompts {
  /**
   * The tokens in the sequence of a BERT layer. They stand right after [CLS], with its mask, and
   * are no part of what the encoder returns.
   *
   * @param layer counted from 0
   * @param carried what the previous layer made of the tokens [B, k, d], or null
   * @return [k, d] or [B, k, d], or null for none; {@code carried} for those that flow on
   */
  default @Nullable NDArray textTokens(int layer, @Nullable NDArray carried) {
    return carried;
  }

  /**
   * The tokens in the windows of a Swin block.
   *
   * @param stage stage from 0
   * @param block block within the stage
   * @param carried what the previous block, and patch merging, made of the tokens [B, k, C], or
   *     null
   * @return [k, C] or [B, k, C], or null for none; {@code carried} for those that flow on
   */
  default @Nullable NDArray visionTokens(int stage, int block, @Nullable NDArray carried) {
    return carried;
  }
}
