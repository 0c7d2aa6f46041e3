package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;

/** Named arrays, as modules read them. */
public interface Weights {
  /**
   * The array of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  NDArray get(String name);

  /** Whether there is an array of this name. */
  boolean has(String name);
}
