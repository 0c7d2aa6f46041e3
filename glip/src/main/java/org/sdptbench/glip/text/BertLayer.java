package org.sdptbench.glip.text;

import ai.djl.ndarray.NDArray;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

/**
 * One encoder layer of BERT: self-attention, then a feed-forward network, each with a residual and
 * a layer normalisation after it.
 *
 * <p>GLIP has it in two places that differ in clamps only: in the text encoder, without, and in the
 * fusion tower, where the scores, the inner values of the feed-forward network before and after its
 * GELU, its outcome, and the layer's outcome are clamped to ±50000 (rpn/modeling_bert.py).
 *
 * <p>In training mode a tenth of the attention's weights is dropped, and a tenth of the values that
 * come out of either part before the residual: {@code attention_probs_dropout_prob} and {@code
 * hidden_dropout_prob} of bert-base-uncased, whose configuration both places read.
 */
public final class BertLayer {
  static final double EPS = 1e-12;
  static final double DROPOUT = 0.1;
  static final Init WEIGHTS = new Init.Normal(0.02);
  private static final double TOWER_LIMIT = 50000;

  private final String prefix;
  private final long hidden;
  private final int heads;
  private final long intermediate;
  private final double limit;

  private BertLayer(String prefix, int hidden, int heads, int intermediate, double limit) {
    if (hidden % heads != 0) {
      throw new IllegalArgumentException(
          "%s: %s heads do not divide a width of %s".formatted(prefix, heads, hidden));
    }
    this.prefix = prefix;
    this.hidden = hidden;
    this.heads = heads;
    this.intermediate = intermediate;
    this.limit = limit;
  }

  /**
   * A layer of the text encoder: no clamps.
   *
   * @param prefix what precedes the official names, with its dot; may be empty
   * @param hidden width d
   * @param heads attention heads; divides d
   * @param intermediate width of the feed-forward network
   */
  public static BertLayer encoder(String prefix, int hidden, int heads, int intermediate) {
    return new BertLayer(prefix, hidden, heads, intermediate, Double.POSITIVE_INFINITY);
  }

  /** A layer of the fusion tower: clamped; parameters as {@link #encoder}. */
  public static BertLayer tower(String prefix, int hidden, int heads, int intermediate) {
    return new BertLayer(prefix, hidden, heads, intermediate, TOWER_LIMIT);
  }

  /** Appends the parameters in the official order. */
  public void declare(Layout layout) {
    layout
        .linear(prefix + "attention.self.query", hidden, hidden, WEIGHTS)
        .linear(prefix + "attention.self.key", hidden, hidden, WEIGHTS)
        .linear(prefix + "attention.self.value", hidden, hidden, WEIGHTS)
        .linear(prefix + "attention.output.dense", hidden, hidden, WEIGHTS)
        .norm(prefix + "attention.output.LayerNorm", hidden)
        .linear(prefix + "intermediate.dense", hidden, intermediate, WEIGHTS)
        .linear(prefix + "output.dense", intermediate, hidden, WEIGHTS)
        .norm(prefix + "output.LayerNorm", hidden);
  }

  /**
   * Runs the layer.
   *
   * @param x [B, L, d]
   * @param mask [B, L], 1 for tokens, 0 for padding, whose scores get −10000 added
   * @return [B, L, d], padding included
   */
  public NDArray forward(Pass pass, NDArray x, NDArray mask) {
    try (Scope scope = new Scope()) {
      NDArray context =
          TextKernels.attention(
              pass.linear(prefix + "attention.self.query", x),
              pass.linear(prefix + "attention.self.key", x),
              pass.linear(prefix + "attention.self.value", x),
              mask,
              heads,
              1 / Math.sqrt((double) hidden / heads),
              limit,
              pass.drop(prefix + "attention.self.dropout", DROPOUT));
      NDArray attended = output(pass, "attention.output.", context);
      NDArray y = pass.layerNorm(prefix + "attention.output.LayerNorm", Ops.add(attended, x), EPS);

      NDArray inner = pass.linear(prefix + "intermediate.dense", y);
      NDArray outer = output(pass, "output.", TextKernels.activation(inner, limit));
      NDArray sum = Ops.add(TextKernels.limited(outer, limit), y);
      return scope.handOver(
          TextKernels.limited(pass.layerNorm(prefix + "output.LayerNorm", sum, EPS), limit));
    }
  }

  private NDArray output(Pass pass, String part, NDArray x) {
    return pass.drop(prefix + part + "dropout", DROPOUT)
        .values(pass.linear(prefix + part + "dense", x));
  }
}
