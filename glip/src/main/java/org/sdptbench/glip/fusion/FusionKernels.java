package org.sdptbench.glip.fusion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.sdptbench.glip.tensor.Drop;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.tensor.Script;

/** Typed front of the kernels in {@code fusion.py}. */
final class FusionKernels {
  private FusionKernels() {}

  /**
   * Attention in both directions over one score matrix, clamped to ±limit. Attention to positions
   * without a value is cut off after the softmax.
   *
   * @param queries image side [B, N', E], scaled
   * @param keys text side [B, L', E]
   * @param imageValues [B, N'', E], N ≤ N'' ≤ N'
   * @param textValues [B, L'', E], L ≤ L'' ≤ L'
   * @param mask [B, L'], 1 for tokens to attend to, 0 for padding
   * @param toText what training drops of the image's attention to the text
   * @param toImage and of the text's to the image, at the same rate
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
      long l,
      Drop toText,
      Drop toImage,
      Precision precision) {
    return Script.callForList(
        "cross_attention",
        queries,
        keys,
        imageValues,
        textValues,
        mask,
        heads,
        limit,
        n,
        l,
        toText.rate(),
        toText.words(),
        toImage.words(),
        precision.half());
  }

  /**
   * The answers of {@link #attention} by another order of the products, in which no projection is
   * applied to the image sequence.
   *
   * @param image [B, N, v]
   * @param imagePrompts nothing, or [1 or B, k, v]: asked by the text only
   * @param keys text side [B, L, E], scaled
   * @param textPrompts nothing, or what the image alone asks: scaled keys and values [1 or B, k, E]
   * @param values text side [B, L, E]
   * @param mask [B, L + k], 1 for tokens to attend to, 0 for padding
   * @param query the image's query layer
   * @param value the image's value layer
   * @param out the image's output layer
   * @return what the image receives, projected [B, N, v], and what the text receives, not projected
   *     yet [B, L, E]
   */
  static List<NDArray> associated(
      NDArray image,
      List<NDArray> imagePrompts,
      NDArray keys,
      NDArray values,
      List<Answer> textPrompts,
      NDArray mask,
      Layer query,
      Layer value,
      Layer out,
      int heads,
      double limit,
      Precision precision) {
    return Script.callForList(
        "cross_attention_associated",
        image,
        imagePrompts,
        keys,
        textPrompts.stream().map(Answer::keys).toList(),
        values,
        textPrompts.stream().map(Answer::values).toList(),
        mask,
        query.arrays(),
        value.arrays(),
        out.arrays(),
        heads,
        limit,
        precision.half());
  }

  /** Keys and values of tokens [.., k, E]. */
  record Answer(NDArray keys, NDArray values) {}

  /** A linear layer: weight [out, in] and bias [out]. */
  record Layer(NDArray weight, NDArray bias) {
    private List<NDArray> arrays() {
      return List.of(weight, bias);
    }
  }

  /**
   * The weights of {@link #attention}: image to text, which sum to 1 over L', and text to image,
   * over N'; both [B, heads, N', L'].
   */
  static List<NDArray> maps(
      NDArray queries, NDArray keys, NDArray mask, int heads, double limit, Precision precision) {
    return Script.callForList(
        "cross_attention_maps", queries, keys, mask, heads, limit, precision.half());
  }

  /** x + γ ⊙ δ for x and δ [..., d], γ [d]. */
  static NDArray scaledResidual(NDArray x, NDArray gamma, NDArray delta) {
    return Script.call("scaled_residual", x, gamma, delta);
  }
}
