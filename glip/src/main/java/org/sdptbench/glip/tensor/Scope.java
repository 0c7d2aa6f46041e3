package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;

/**
 * Frees the arrays that this thread makes while the scope is open.
 *
 * <p>Scopes nest. An array that must live on is handed to {@link #keep} before the scope closes.
 */
public final class Scope implements AutoCloseable {
  private final NDScope scope = new NDScope();

  /** Takes an array out of every open scope of this thread, so that it lives until it is closed. */
  public static NDArray keep(NDArray array) {
    NDScope.unregister(array);
    return array;
  }

  @Override
  public void close() {
    scope.close();
  }
}
