package org.sdptbench.baselines.upt;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/**
 * A transformer block with one head, normalised before its parts, as in CLIP (public code,
 * clip/model.py, {@code ResidualAttentionBlock}): 12·w² + 13·w scalars.
 *
 * @param prefix what precedes its names, with a dot at the end
 * @param params where its weights are
 */
record PromptTransformer(String prefix, Params params) {
  private static final int MLP_RATIO = 4;
  private static final double QUICK_GELU = 1.702;

  static void declare(Layout layout, String prefix, long width) {
    layout
        .norm(prefix + "ln_1", width)
        .linear(prefix + "attn.qkv", width, 3 * width, Init.xavierUniform(width, 3 * width))
        .linear(prefix + "attn.out", width, width, Init.pytorchLayer(width))
        .norm(prefix + "ln_2", width);
    layout.linear(prefix + "mlp.fc1", width, MLP_RATIO * width);
    layout.linear(prefix + "mlp.fc2", MLP_RATIO * width, width);
  }

  /** One sequence [S, w] to [S, w]. */
  NDArray forward(NDArray x) {
    NDArray attended = Ops.add(x, attention(params.layerNorm(prefix + "ln_1", x)));
    NDArray inner = params.linear(prefix + "mlp.fc1", params.layerNorm(prefix + "ln_2", attended));
    NDArray gated = Ops.mul(inner, Ops.sigmoid(Ops.mul(inner, QUICK_GELU)));
    return Ops.add(attended, params.linear(prefix + "mlp.fc2", gated));
  }

  private NDArray attention(NDArray x) {
    long width = x.getShape().get(1);
    List<NDArray> parts =
        Ops.split(params.linear(prefix + "attn.qkv", x), new long[] {width, width, width}, 1);
    NDArray queries = Ops.mul(parts.get(0), 1 / Math.sqrt(width));
    NDArray weights = Ops.softmax(Ops.matmul(queries, Ops.permute(parts.get(1), 1, 0)), 1);
    return params.linear(prefix + "attn.out", Ops.matmul(weights, parts.get(2)));
  }
}
