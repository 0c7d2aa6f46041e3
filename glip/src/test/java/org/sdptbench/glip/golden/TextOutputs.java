package org.sdptbench.glip.golden;

import ai.djl.ndarray.NDArray;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Ops;

/** What the official text encoder returns beside the features that enter the fusion. */
public final class TextOutputs {
  private TextOutputs() {}

  /** The features with zeros at padding [B, L, d]. */
  public static NDArray embedded(TextState text) {
    return Ops.mul(text.hidden(), weights(text));
  }

  /** Mean over the tokens [B, d]. */
  public static NDArray aggregate(TextState text) {
    NDArray weights = weights(text);
    return Ops.div(Ops.sum(embedded(text), false, 1), Ops.sum(weights, false, 1));
  }

  /** [B, L, 1]. */
  private static NDArray weights(TextState text) {
    long[] shape = text.mask().getShape().getShape();
    return Ops.reshape(Ops.castLike(text.mask(), text.hidden()), shape[0], shape[1], 1);
  }
}
