package org.sdptbench.glip.tensor;

import ai.djl.ndarray.types.Shape;

/**
 * A parameter as the architecture declares it.
 *
 * @param name official state-dict name
 * @param shape its shape
 * @param init how it starts when nothing is loaded
 */
public record ParamSpec(String name, Shape shape, Init init) {
  /** Number of scalars. */
  public long size() {
    return shape.size();
  }
}
