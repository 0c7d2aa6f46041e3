package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.tensor.Script;

/** Typed front of the kernels in {@code vision.py}. */
final class SwinKernels {
  private SwinKernels() {}

  /**
   * How a map is cut into windows.
   *
   * @param size side of a window
   * @param shift by how much the map is rolled first
   */
  record Windows(int size, int shift) {
    /** Windows that cover {@code length} tokens. */
    int count(long length) {
      return Math.toIntExact((length + size - 1) / size);
    }
  }

  /** [B, H, W, C] → [B·rows·columns, size², C]; padded with zeros to whole windows. */
  static NDArray cut(NDArray x, Windows windows) {
    return Script.call("swin_windows", x, windows.size(), windows.shift());
  }

  /** x [B, H, W, C] plus windows put back in their place. */
  static NDArray addBack(NDArray x, NDArray cut, Windows windows) {
    return Script.call("swin_add_windows", x, cut, windows.size(), windows.shift());
  }

  /**
   * Attention within windows of a map of {@code height × width} tokens.
   *
   * @param qkv [B·rows·columns, prompts + size², 3C]
   * @param table relative position biases [(2·size − 1)², heads]
   * @param prompts tokens before each window's own
   * @return [B·rows·columns, prompts + size², C]
   */
  static NDArray attention(
      NDArray qkv,
      NDArray table,
      Windows windows,
      long height,
      long width,
      long prompts,
      Precision precision) {
    return Script.call(
        "swin_attention",
        qkv,
        table,
        windows.size(),
        windows.shift(),
        windows.count(height),
        windows.count(width),
        prompts,
        precision.half());
  }

  /** Tokens [B, k, C] before the tokens of each of their image's windows [B·count, n, C]. */
  static NDArray prepend(NDArray tokens, NDArray cut) {
    return Script.call("swin_prepend", tokens, cut);
  }

  /** Undoes {@link #prepend}: the tokens, averaged over windows [B, k, C], and the windows. */
  static List<NDArray> takeOff(NDArray joined, long batch, long k) {
    return Script.callForList("swin_take_off", joined, batch, k);
  }

  /** [B, H, W, C] → [B, ⌈H/2⌉, ⌈W/2⌉, 4C]: 2×2 neighbours side by side, rows first. */
  static NDArray neighbours(NDArray x) {
    return Script.call("swin_neighbours", x);
  }
}
