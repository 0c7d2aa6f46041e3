package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;

/**
 * A text sequence between encoder layers, or after the last: what enters the fusion.
 *
 * @param hidden [B, L, d]
 * @param mask [B, L], 1 for tokens to attend to, 0 for padding
 */
public record TextState(NDArray hidden, NDArray mask) {}
