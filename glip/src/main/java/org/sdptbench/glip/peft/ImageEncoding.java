package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch of images on its way through Swin's blocks, counted from 0 over all stages.
 *
 * <p>An adaptation's own prompt tokens ({@link Prompts#visionTokens}) join every block and are
 * carried on, whatever is done here. Tokens that are given here join them for one block; no hook
 * sees or replaces them.
 */
public interface ImageEncoding {
  /** Number of blocks of the encoder. */
  int blocks();

  /** The next block; {@link #blocks} after the last. */
  int next();

  /** What enters the next block [B, H, W, C], without tokens; after the last, what came out. */
  NDArray map();

  /**
   * What the next block makes of tokens that join every window too, without going on.
   *
   * @param tokens [k, C] or [B, k, C]
   * @return [B, k, C]
   */
  NDArray peek(NDArray tokens);

  /**
   * Goes through the next block.
   *
   * @param tokens tokens that join every window of this block too, [k, C] or [B, k, C], or null for
   *     none
   * @return what the block makes of them [B, k, C]; null for none
   */
  @Nullable NDArray step(@Nullable NDArray tokens);

  /** Goes on until {@code block} is next, as if nothing were coupled. */
  void advanceTo(int block);

  /** Goes on to the end. The pyramid from P3, finest first, each [B, v, h, w]. */
  List<NDArray> finish();
}
