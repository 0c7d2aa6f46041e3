package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
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

  /** Levels, text and mask, and the term of the loss if there is one; see {@link #ofArrays}. */
  public List<NDArray> arrays() {
    List<NDArray> arrays = new ArrayList<>(features.levels());
    arrays.add(features.text());
    arrays.add(features.mask());
    loss.ifPresent(arrays::add);
    return arrays;
  }

  /**
   * The inverse of {@link #arrays}.
   *
   * @param levels number of levels of the pyramid
   */
  public static Encoded ofArrays(List<NDArray> arrays, int levels) {
    return new Encoded(
        new FusionInput(arrays.subList(0, levels), arrays.get(levels), arrays.get(levels + 1)),
        arrays.stream().skip(levels + 2L).findFirst());
  }
}
