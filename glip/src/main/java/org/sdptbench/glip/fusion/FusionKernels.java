package org.sdptbench.glip.fusion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.sdptbench.glip.tensor.Script;

/** Typed front of the kernels in {@code fusion.py}. */
final class FusionKernels {
  private FusionKernels() {}

  /**
   * Attention in both directions over one score matrix, clamped to ±limit. Attention to positions
   * without a value is dropped after the softmax.
   *
   * @param queries image side [B, N', E], scaled
   * @param keys text side [B, L', E]
   * @param imageValues [B, N'', E], N ≤ N'' ≤ N'
   * @param textValues [B, L'', E], L ≤ L'' ≤ L'
   * @param mask [B, L'], 1 for tokens to attend to, 0 for padding
   * @return what the first N image and the first L text positions receive: [B, N, E], [B, L, E]
   */
  static List<NDArray> attention(
      NDArray queries,
      NDArray keys,
      NDArray imageValues,
      NDArray textValues,
      NDArray mask,
      int heads,
      double limit,
      long n,
      long l) {
    return Script.callForList(
        "cross_attention", queries, keys, imageValues, textValues, mask, heads, limit, n, l);
  }

  /**
   * The weights of {@link #attention}: image to text, which sum to 1 over L', and text to image,
   * over N'; both [B, heads, N', L'].
   */
  static List<NDArray> maps(NDArray queries, NDArray keys, NDArray mask, int heads, double limit) {
    return Script.callForList("cross_attention_maps", queries, keys, mask, heads, limit);
  }

  /** x + γ ⊙ δ for x and δ [..., d], γ [d]. */
  static NDArray scaledResidual(NDArray x, NDArray gamma, NDArray delta) {
    return Script.call("scaled_residual", x, gamma, delta);
  }
}
