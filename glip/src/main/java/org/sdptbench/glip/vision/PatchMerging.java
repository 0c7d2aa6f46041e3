package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;

/**
 * Halves a map and doubles its channels: [B, H, W, C] → [B, ⌈H/2⌉, ⌈W/2⌉, 2C] (GLIP's swint.py,
 * {@code PatchMerging}). Odd sizes are padded with zeros. Prompt tokens as in VPT's Swin (Jia et
 * al. 2022, public code, src/models/vit_prompt/swin_transformer.py).
 *
 * @param prefix official name with a dot at its end
 * @param channels C
 */
record PatchMerging(String prefix, int channels) {
  void declare(Layout layout) {
    layout.add(prefix + "reduction.weight", SwinBlock.LINEAR, 2L * channels, 4L * channels);
    layout.norm(prefix + "norm", 4L * channels);
  }

  /** Merges the map; a prompt token merges with three copies of itself: [B, k, C] → [B, k, 2C]. */
  SwinBlock.State forward(Pass pass, SwinBlock.State state) {
    NDArray tokens = state.tokens();
    return new SwinBlock.State(
        reduce(pass, SwinKernels.neighbours(state.map())),
        tokens == null ? null : reduce(pass, Ops.cat(Collections.nCopies(4, tokens), 2)));
  }

  private NDArray reduce(Pass pass, NDArray neighbours) {
    return pass.linear(prefix + "reduction", pass.layerNorm(prefix + "norm", neighbours));
  }
}
