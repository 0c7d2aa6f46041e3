package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Scope;

/**
 * Arrays that are computed once, without gradients, and kept while they fit; what no longer fits is
 * computed anew each time. What was kept stays, so that memory is bounded and what is asked for in
 * random order is found as often as with any other rule.
 */
final class ArrayCache implements AutoCloseable {
  private final Map<Long, List<NDArray>> kept = new HashMap<>();
  private long bytesLeft;

  /** Nothing is kept yet. */
  ArrayCache(long bytes) {
    this.bytesLeft = bytes;
  }

  /**
   * The arrays of an id. Those that are not kept belong to the caller's scope.
   *
   * @param compute makes new arrays
   */
  List<NDArray> get(long id, Supplier<List<NDArray>> compute) {
    @Nullable List<NDArray> known = kept.get(id);
    if (known != null) {
      return known;
    }
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      List<NDArray> made = compute.get();
      long bytes = made.stream().mapToLong(ArrayCache::bytes).sum();
      if (bytes > bytesLeft) {
        return scope.handOver(made);
      }
      bytesLeft -= bytes;
      made.forEach(Scope::keep);
      kept.put(id, made);
      return made;
    }
  }

  private static long bytes(NDArray array) {
    return array.size() * array.getDataType().getNumOfBytes();
  }

  @Override
  public void close() {
    kept.values().forEach(arrays -> arrays.forEach(NDArray::close));
  }
}
