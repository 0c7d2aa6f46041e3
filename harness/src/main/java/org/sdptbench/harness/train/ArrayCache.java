package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

/**
 * Arrays that are computed once, without gradients, and kept while they fit: in memory, then in a
 * file; what no longer fits is computed anew each time. What was kept stays, so that memory is
 * bounded and what is asked for in random order is found as often as with any other rule.
 *
 * <p>Arrays may be rounded to float16, which halves what they take. They are rounded whether they
 * are kept or not, so that the room changes no number. A file that cannot be used is told in the
 * log, and what was in it is computed anew.
 */
final class ArrayCache implements AutoCloseable {
  private final FeatureRoom room;
  private final boolean half;
  private final Map<Long, List<NDArray>> kept = new HashMap<>();
  private long bytes;
  private boolean usesFile;
  private @Nullable ArrayFile file;

  /**
   * Nothing is kept yet.
   *
   * @param half whether float32 arrays are rounded to float16
   */
  ArrayCache(FeatureRoom room, boolean half) {
    this.room = room;
    this.half = half;
    this.usesFile = room.disk() > 0 && room.folder().isPresent();
  }

  /**
   * The arrays of an id. Those that are not kept in memory belong to the caller's scope.
   *
   * @param compute makes new arrays
   */
  List<NDArray> get(long id, Supplier<List<NDArray>> compute) {
    @Nullable List<NDArray> known = kept.get(id);
    if (known != null && !half) {
      return known;
    }
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      if (known != null) {
        return scope.handOver(widened(known));
      }
      Optional<List<NDArray>> read = read(id);
      if (read.isPresent()) {
        return scope.handOver(widened(read.get()));
      }
      List<NDArray> made = narrowed(compute.get());
      long size = made.stream().mapToLong(ArrayCache::bytes).sum();
      if (bytes + size <= room.memory()) {
        bytes += size;
        made.forEach(Scope::keep);
        kept.put(id, made);
        return half ? scope.handOver(widened(made)) : made;
      }
      write(id, made, size);
      return scope.handOver(widened(made));
    }
  }

  /** Whether the arrays of an id are kept. */
  boolean has(long id) {
    return kept.containsKey(id) || file != null && file.has(id);
  }

  /** The same without an id, for what is asked for once: rounded alike. */
  List<NDArray> once(Supplier<List<NDArray>> compute) {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      return scope.handOver(widened(narrowed(compute.get())));
    }
  }

  private List<NDArray> narrowed(List<NDArray> arrays) {
    return half ? cast(arrays, DataType.FLOAT32, DataType.FLOAT16) : arrays;
  }

  private List<NDArray> widened(List<NDArray> arrays) {
    return half ? cast(arrays, DataType.FLOAT16, DataType.FLOAT32) : arrays;
  }

  private static List<NDArray> cast(List<NDArray> arrays, DataType from, DataType to) {
    NDArray like = Ops.full(0, to, 1);
    return arrays.stream()
        .map(array -> array.getDataType() == from ? Ops.castLike(array, like) : array)
        .toList();
  }

  private Optional<List<NDArray>> read(long id) {
    ArrayFile present = file;
    if (present != null) {
      try {
        return present.get(id);
      } catch (IOException e) {
        giveUp(e);
      }
    }
    return Optional.empty();
  }

  private void write(long id, List<NDArray> arrays, long size) {
    if (!usesFile) {
      return;
    }
    try {
      ArrayFile present = file;
      if (present == null) {
        present = ArrayFile.in(room.folder().orElseThrow());
        file = present;
      }
      if (present.size() + size <= room.disk()) {
        present.put(id, arrays);
      }
    } catch (IOException e) {
      giveUp(e);
    }
  }

  private void giveUp(IOException reason) {
    System.err.printf(
        "features are computed anew from here on, the file for them in %s cannot be used: %s%n",
        room.folder().orElseThrow(), reason.getMessage());
    usesFile = false;
    closeFile();
  }

  private void closeFile() {
    ArrayFile present = file;
    file = null;
    if (present != null) {
      try {
        present.close();
      } catch (IOException e) {
        // gone with this process, or with what the next one cleans up
      }
    }
  }

  private static long bytes(NDArray array) {
    return array.size() * array.getDataType().getNumOfBytes();
  }

  @Override
  public void close() {
    kept.values().forEach(arrays -> arrays.forEach(NDArray::close));
    closeFile();
  }
}
