package org.sdptbench.glip.text;

import ai.djl.ndarray.NDArray;
import org.sdptbench.glip.tensor.Drop;
import org.sdptbench.glip.tensor.Script;

/** Typed front of the kernels in {@code text.py}. */
final class TextKernels {
  private TextKernels() {}

  /**
   * Sum of word, position and type 0 embeddings of ids [B, L]; the padding token's, 0, gets no
   * gradient.
   *
   * @param words [vocabulary, d]
   * @param positions [positions, d]
   * @param types [types, d]
   * @return [B, L, d]
   */
  static NDArray embeddings(NDArray words, NDArray positions, NDArray types, NDArray ids) {
    return Script.call("bert_embeddings", words, positions, types, ids);
  }

  /**
   * Self-attention of [B, L, d].
   *
   * @param mask [B, L], 1 for tokens, 0 for padding, whose scores get −10000 added
   * @param heads divides d
   * @param scale factor of the queries
   * @param limit scores are clamped to ±limit before that; infinite for no clamp
   * @param drop what training drops of the weights
   */
  static NDArray attention(
      NDArray queries,
      NDArray keys,
      NDArray values,
      NDArray mask,
      int heads,
      double scale,
      double limit,
      Drop drop) {
    return Script.call(
        "bert_attention",
        queries,
        keys,
        values,
        mask,
        heads,
        scale,
        limit,
        drop.rate(),
        drop.words());
  }

  /** GELU of values clamped to ±limit, which its own values then need no more. */
  static NDArray activation(NDArray x, double limit) {
    return Script.call("bert_activation", x, limit);
  }

  /** Clamps to ±limit; infinite for no clamp. */
  static NDArray limited(NDArray x, double limit) {
    return Script.call("limited", x, limit);
  }
}
