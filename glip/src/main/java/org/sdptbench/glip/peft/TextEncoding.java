package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;

/**
 * A batch of captions on its way through the text encoder's layers, counted from 0.
 *
 * <p>An adaptation's own prompt tokens ({@link Prompts#textTokens}) join every layer and are
 * carried on, whatever is done here. Tokens that are given here join the end of the sequence for
 * one layer; no hook sees or replaces them.
 */
public interface TextEncoding {
  /** Number of layers of the encoder. */
  int layers();

  /** The next layer; {@link #layers} after the last. */
  int next();

  /** What enters the next layer, without tokens; after the last, what came out. */
  TextState state();

  /**
   * What the next layer makes of tokens that join the sequence, without going on.
   *
   * @param tokens [k, d] or [B, k, d]; a single caption is repeated for B
   * @return [B, k, d]
   */
  NDArray peek(NDArray tokens);

  /**
   * Goes through the next layer with tokens that join the sequence there only.
   *
   * @param tokens as in {@link #peek}
   * @return what the layer makes of them [B, k, d]
   */
  NDArray step(NDArray tokens);

  /** Goes on until {@code layer} is next, as if nothing were coupled. */
  void advanceTo(int layer);

  /** Goes on to the end. */
  TextState finish();
}
