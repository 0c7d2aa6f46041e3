package org.sdptbench.glip.fusion;

import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;

/** Told what enters each fusion layer while features are fused. */
@FunctionalInterface
public interface FusionObserver {
  /** Looks at nothing. */
  FusionObserver NONE = (pass, layer, input) -> {};

  /**
   * A layer is about to fuse.
   *
   * @param pass the pass that the features are fused in
   * @param layer the layer
   * @param input what enters it; lives no longer than this call
   */
  void entering(Pass pass, FusionLayer layer, FusionInput input);
}
