package org.sdptbench.glip.peft;

import org.sdptbench.glip.tensor.Drop;

/** What a pass drops at random: GLIP's dropout, DropPath and DropBlock. */
@FunctionalInterface
public interface Regularisation {
  /** Nothing, as in inference. */
  Regularisation NONE = (site, rate) -> Drop.NONE;

  /**
   * What is dropped at a place.
   *
   * @param site official name of the module that drops
   * @param rate share that it drops in training mode
   */
  Drop at(String site, double rate);
}
