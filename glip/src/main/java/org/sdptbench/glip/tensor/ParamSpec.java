package org.sdptbench.glip.tensor;

import ai.djl.ndarray.types.Shape;

/**
 * A parameter as the architecture declares it.
 *
 * @param name official state-dict name
 * @param shape its shape
 * @param init how it starts when nothing is loaded
 * @param role what kind of parameter it is where it is trained
 */
public record ParamSpec(String name, Shape shape, Init init, Role role) {
  /** A parameter of no particular kind. */
  public ParamSpec(String name, Shape shape, Init init) {
    this(name, shape, init, Role.OTHER);
  }

  /** The same parameter as one of another kind. */
  public ParamSpec as(Role other) {
    return new ParamSpec(name, shape, init, other);
  }

  /** Number of scalars. */
  public long size() {
    return shape.size();
  }
}
