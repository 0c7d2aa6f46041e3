package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Frees the arrays that this thread makes while the scope is open.
 *
 * <p>Scopes nest. An array that must live on is handed to {@link #keep} or {@link #handOver} before
 * the scope closes.
 */
public final class Scope implements AutoCloseable {
  private final NDScope scope = new NDScope();
  private final List<NDArray> handedOver = new ArrayList<>();

  /** Takes an array out of every open scope of this thread, so that it lives until it is closed. */
  public static NDArray keep(NDArray array) {
    NDScope.unregister(array);
    return array;
  }

  /**
   * Takes an array that was made in this scope, the innermost one, out of it: when this scope
   * closes, the array belongs to the scope around, if there is one.
   */
  public NDArray handOver(NDArray array) {
    handedOver.add(keep(array));
    return array;
  }

  /** Hands several arrays over; see {@link #handOver(NDArray)}. */
  public List<NDArray> handOver(List<NDArray> arrays) {
    arrays.forEach(this::handOver);
    return arrays;
  }

  @Override
  public void close() {
    scope.close();
    handedOver.forEach(NDScope::register);
  }
}
