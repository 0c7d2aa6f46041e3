package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import java.util.Optional;

/**
 * What the encoders made of a batch.
 *
 * @param features what enters the fusion, before {@link Adaptation#beforeFusion}
 * @param loss a term that the method adds to the loss, a scalar; only while training
 */
public record Encoded(FusionInput features, Optional<NDArray> loss) {
  /** Features without a term of the loss. */
  public static Encoded of(FusionInput features) {
    return new Encoded(features, Optional.empty());
  }
}
