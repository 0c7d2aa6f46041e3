package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Layout;

/**
 * Halves a map and doubles its channels: [B, H, W, C] → [B, ⌈H/2⌉, ⌈W/2⌉, 2C] (GLIP's swint.py,
 * {@code PatchMerging}). Odd sizes are padded with zeros.
 *
 * @param prefix official name with a dot at its end
 * @param channels C
 */
record PatchMerging(String prefix, int channels) {
  void declare(Layout layout) {
    layout.add(prefix + "reduction.weight", SwinBlock.LINEAR, 2L * channels, 4L * channels);
    layout.norm(prefix + "norm", 4L * channels);
  }

  NDArray forward(Pass pass, NDArray x) {
    NDArray neighbours = SwinKernels.neighbours(x);
    return pass.linear(
        prefix + "reduction", pass.layerNorm(prefix + "norm", neighbours, SwinBlock.EPS));
  }
}
