package org.sdptbench.baselines.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.sdptbench.baselines.prompt.PromptInit;
import org.sdptbench.baselines.prompt.SwinSite;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Weights;

/**
 * Makes the class-aware prompts of one Swin block: classes ask, the image answers (public code,
 * trainers/DPT.py, {@code CAVPT} and {@code Attention}).
 *
 * @param prefix what precedes the parameters' names, with its dot
 * @param channels width d_v of the block
 */
record ClassAwarePrompts(String prefix, int channels) {
  /** Width of queries and keys. */
  private static final int ATTENTION = 32;

  /** Learnable vectors beside the visual tokens. */
  private static final int EXTRA = 10;

  /**
   * What a block makes of its classes.
   *
   * @param prompts [B, C, d_v]
   * @param scores logit that the image shows the class [B, C]
   */
  record Result(NDArray prompts, NDArray scores) {}

  static ClassAwarePrompts of(SwinSite site) {
    return new ClassAwarePrompts(
        "dpt.cavpt.%s.%s.".formatted(site.stage(), site.block()), site.channels());
  }

  void declare(Layout layout, long textWidth) {
    Init mapping = Init.pytorchLayer(channels);
    layout.linear(prefix + "class", textWidth, channels);
    layout
        .add(prefix + "query.weight", mapping, ATTENTION, channels)
        .add(prefix + "key.weight", mapping, ATTENTION, channels)
        .add(prefix + "value.weight", mapping, channels, channels)
        .add(prefix + "extra", PromptInit.TEXT, EXTRA, channels)
        .norm(prefix + "prompt_norm", channels)
        .norm(prefix + "score_norm", channels)
        .add(prefix + "score.weight", mapping, 1, channels);
  }

  /**
   * Asks an image for each class.
   *
   * @param weights values of the declared parameters
   * @param classes class features [1, C, d_t]
   * @param map what enters the block [B, H, W, d_v]; no gradient flows back into it
   */
  Result forward(Weights weights, NDArray classes, NDArray map) {
    NDArray asked = weights.linear(prefix + "class", classes);
    NDArray seen = seen(weights, map);
    NDArray answer = answer(weights, asked, seen);
    NDArray score =
        weights.linear(prefix + "score", weights.layerNorm(prefix + "score_norm", answer));
    Shape shape = score.getShape();
    return new Result(
        weights.layerNorm(prefix + "prompt_norm", Ops.add(asked, answer)),
        Ops.reshape(score, shape.get(0), shape.get(1)));
  }

  /** The visual tokens and the learnable vectors [B, H·W + 10, d_v]. */
  private NDArray seen(Weights weights, NDArray map) {
    long batch = map.getShape().get(0);
    NDArray tokens = Ops.reshape(Ops.detach(map), batch, -1, channels);
    NDArray extra = Ops.expand(weights.get(prefix + "extra"), batch, EXTRA, channels);
    return Ops.cat(List.of(tokens, extra), 1);
  }

  /** Attention of classes [1, C, d_v] to what is seen [B, N, d_v]: [B, C, d_v]. */
  private NDArray answer(Weights weights, NDArray asked, NDArray seen) {
    NDArray query = weights.linear(prefix + "query", asked);
    NDArray key = weights.linear(prefix + "key", seen);
    NDArray match = Ops.matmul(query, Ops.permute(key, 0, 2, 1));
    NDArray attention = Ops.softmax(Ops.mul(match, 1 / Math.sqrt(ATTENTION)), -1);
    return weights.linear(prefix + "value", Ops.matmul(attention, seen));
  }
}
