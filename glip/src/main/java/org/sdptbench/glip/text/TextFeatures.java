package org.sdptbench.glip.text;

import ai.djl.ndarray.NDArray;
import org.sdptbench.glip.tensor.Script;

/**
 * What BERT makes of captions.
 *
 * @param hidden output of the last layer [B, L, d], padding as it comes; this enters the fusion
 * @param mask [B, L], 1 for tokens, 0 for padding
 */
public record TextFeatures(NDArray hidden, NDArray mask) {
  /** {@link #hidden} with zeros at padding [B, L, d]. */
  public NDArray embedded() {
    return Script.call("masked", hidden, mask);
  }

  /** Mean over the tokens [B, d]. */
  public NDArray aggregate() {
    return Script.call("masked_mean", hidden, mask);
  }
}
