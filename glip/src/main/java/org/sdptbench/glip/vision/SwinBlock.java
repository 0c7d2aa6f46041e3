package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.PromptTokens;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

/**
 * Attention within windows and a feed-forward layer, both normalised before and residual (GLIP's
 * swint.py, {@code SwinTransformerBlock}; Liu et al. 2021, section 3.2).
 *
 * <p>Maps that are no multiple of the window are padded with zeros after the first normalisation;
 * padding is attended to. Shifted windows are masked with −100 wherever they wrap around, even when
 * the whole map is one window.
 *
 * <h2>Prompt tokens</h2>
 *
 * <p>Tokens that join the map's go through the block as in visual prompt tuning for Swin (Jia et
 * al. 2022, section 3.2): normalised, put before the tokens of every window of their image without
 * position bias, averaged over the windows, with the same residuals and feed-forward layer.
 *
 * <h2>Training mode</h2>
 *
 * <p>What attention and what the feed-forward layer add is dropped now and then, all of an image at
 * once, its prompt tokens with it: DropPath.
 *
 * @param prefix official name with a dot at its end
 * @param stage stage from 0
 * @param index block within the stage
 * @param channels C
 * @param heads attention heads
 * @param windows size and shift of the windows
 * @param dropPath how often either is dropped in training mode
 */
record SwinBlock(
    String prefix,
    int stage,
    int index,
    int channels,
    int heads,
    SwinKernels.Windows windows,
    double dropPath) {
  /** Width of the feed-forward layer as a multiple of the channels. */
  private static final int MLP_RATIO = 4;

  static final Init LINEAR = new Init.TruncatedNormal(0.02);

  /**
   * What a block hands to the next one.
   *
   * @param map [B, H, W, C]
   * @param tokens prompt tokens of all their owners [B, k, C], or null for none
   */
  record State(NDArray map, @Nullable NDArray tokens) {}

  void declare(Layout layout) {
    int offsets = 2 * windows.size() - 1;
    layout.norm(prefix + "norm1", channels);
    layout.add(
        prefix + "attn.relative_position_bias_table", LINEAR, (long) offsets * offsets, heads);
    layout.linear(prefix + "attn.qkv", channels, 3L * channels, LINEAR);
    layout.linear(prefix + "attn.proj", channels, channels, LINEAR);
    layout.norm(prefix + "norm2", channels);
    layout.linear(prefix + "mlp.fc1", channels, (long) MLP_RATIO * channels, LINEAR);
    layout.linear(prefix + "mlp.fc2", (long) MLP_RATIO * channels, channels, LINEAR);
  }

  /** Where tokens of a batch join this block. */
  PromptTokens.Place place(long batch) {
    return new PromptTokens.Place("stage %s, block %s".formatted(stage, index), batch, channels);
  }

  State forward(Pass pass, State state) {
    NDArray x = state.map();
    NDArray prompts = state.tokens();
    long batch = x.getShape().get(0);
    try (Scope scope = new Scope()) {
      NDArray cut = SwinKernels.cut(pass.layerNorm(prefix + "norm1", x), windows);
      if (prompts == null) {
        NDArray attended = dropped(pass, "attn", attention(pass, cut, x.getShape(), 0), batch);
        NDArray map = feedForward(pass, SwinKernels.addBack(x, attended, windows), batch);
        return new State(scope.handOver(map), null);
      }
      long k = prompts.getShape().get(1);
      NDArray joined = SwinKernels.prepend(pass.layerNorm(prefix + "norm1", prompts), cut);
      NDArray attended = dropped(pass, "attn", attention(pass, joined, x.getShape(), k), batch);
      List<NDArray> parts = SwinKernels.takeOff(attended, batch, k);
      NDArray map = feedForward(pass, SwinKernels.addBack(x, parts.get(1), windows), batch);
      NDArray after = feedForward(pass, Ops.add(prompts, parts.get(0)), batch);
      return new State(scope.handOver(map), scope.handOver(after));
    }
  }

  private NDArray attention(Pass pass, NDArray cut, Shape map, long prompts) {
    NDArray qkv = pass.linear(prefix + "attn.qkv", cut);
    NDArray table = pass.get(prefix + "attn.relative_position_bias_table");
    NDArray mixed =
        SwinKernels.attention(
            qkv, table, windows, map.get(1), map.get(2), prompts, pass.precision());
    return pass.linear(prefix + "attn.proj", mixed);
  }

  private NDArray feedForward(Pass pass, NDArray x, long batch) {
    NDArray hidden = Ops.gelu(pass.linear(prefix + "mlp.fc1", pass.layerNorm(prefix + "norm2", x)));
    return Ops.add(x, dropped(pass, "mlp", pass.linear(prefix + "mlp.fc2", hidden), batch));
  }

  /** Official code has one module for both, which draws at either. */
  private NDArray dropped(Pass pass, String of, NDArray added, long batch) {
    return pass.drop(prefix + "drop_path." + of, dropPath).paths(added, batch);
  }
}
