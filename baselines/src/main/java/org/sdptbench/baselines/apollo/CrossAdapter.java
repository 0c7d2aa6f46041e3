package org.sdptbench.baselines.apollo;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/**
 * The adapter of one modality: attention to the other one, then a feed-forward layer, both residual
 * and both zero at the start.
 *
 * @param prefix what precedes its names, with a dot at the end
 * @param width width d of this modality's tokens
 * @param other width of the other modality's tokens
 * @param inner width w of queries, keys and values
 * @param heads attention heads; they divide w
 * @param feedForward hidden width of the feed-forward layer
 * @param self whether it attends to its own modality too
 */
record CrossAdapter(
    String prefix, int width, int other, int inner, int heads, int feedForward, boolean self) {
  /** What a masked key's score gets, as in BERT. */
  private static final double MASKED = -10000;

  /**
   * One modality as the adapters see it.
   *
   * @param tokens [B, N, d]
   * @param normalised the same, after its adapter's first normalisation
   * @param mask [B, N], 1 for tokens to attend to, 0 for padding; null where all are
   */
  record Sequence(NDArray tokens, NDArray normalised, @Nullable NDArray mask) {}

  /** Appends the parameters. */
  void declare(Layout layout) {
    layout.norm(prefix + "norm1", width);
    layout.linear(prefix + "attn.query", width, inner, Init.xavierUniform(width, inner));
    keysAndValues(layout, "", other);
    if (self) {
      keysAndValues(layout, "own_", width);
    }
    layout.linear(prefix + "attn.out", inner, width, Init.ZEROS);
    layout.norm(prefix + "norm2", width);
    layout.linear(prefix + "mlp.fc1", width, feedForward);
    layout.linear(prefix + "mlp.fc2", feedForward, width, Init.ZEROS);
  }

  private void keysAndValues(Layout layout, String kind, int from) {
    Init start = Init.xavierUniform(from, inner);
    layout
        .linear(prefix + "attn." + kind + "key", from, inner, start)
        .linear(prefix + "attn." + kind + "value", from, inner, start);
  }

  /** This modality's tokens [B, N, d] with what both adapters need of them. */
  Sequence read(Params params, NDArray tokens, @Nullable NDArray mask) {
    return new Sequence(tokens, params.layerNorm(prefix + "norm1", tokens), mask);
  }

  /**
   * Adapts this modality.
   *
   * @return [B, N, d]
   */
  NDArray forward(Params params, Sequence own, Sequence others) {
    NDArray queries =
        heads(
            Ops.mul(
                params.linear(prefix + "attn.query", own.normalised()),
                1 / Math.sqrt((double) inner / heads)));
    NDArray x = Ops.add(own.tokens(), attention(params, "", queries, others));
    if (self) {
      x = Ops.add(x, attention(params, "own_", queries, own));
    }
    NDArray hidden =
        Ops.relu(params.linear(prefix + "mlp.fc1", params.layerNorm(prefix + "norm2", x)));
    return Ops.add(x, params.linear(prefix + "mlp.fc2", hidden));
  }

  private NDArray attention(Params params, String kind, NDArray queries, Sequence to) {
    NDArray keys = heads(params.linear(prefix + "attn." + kind + "key", to.normalised()));
    NDArray values = heads(params.linear(prefix + "attn." + kind + "value", to.normalised()));
    NDArray scores = Ops.matmul(queries, Ops.permute(keys, 0, 1, 3, 2));
    NDArray mask = to.mask();
    if (mask != null) {
      NDArray hidden = Ops.mul(Ops.add(Ops.castLike(mask, scores), -1), -MASKED);
      long[] shape = mask.getShape().getShape();
      scores = Ops.add(scores, Ops.reshape(hidden, shape[0], 1, 1, shape[1]));
    }
    NDArray mixed = Ops.permute(Ops.matmul(Ops.softmax(scores, 3), values), 0, 2, 1, 3);
    long[] shape = mixed.getShape().getShape();
    return params.linear(prefix + "attn.out", Ops.reshape(mixed, shape[0], shape[1], inner));
  }

  /** [B, N, w] → [B, heads, N, w / heads]. */
  private NDArray heads(NDArray x) {
    long[] shape = x.getShape().getShape();
    return Ops.permute(Ops.reshape(x, shape[0], shape[1], heads, inner / heads), 0, 2, 1, 3);
  }
}
