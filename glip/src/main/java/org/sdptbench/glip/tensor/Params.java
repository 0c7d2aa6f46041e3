package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/** The values of a {@link Layout}; lives until closed, whatever scopes are open. */
public final class Params implements Weights, AutoCloseable {
  private final Layout layout;
  private final Map<String, NDArray> arrays;

  private Params(Layout layout, Map<String, NDArray> arrays) {
    this.layout = layout;
    this.arrays = arrays;
    arrays.values().forEach(Scope::keep);
  }

  /** No parameters. */
  public static Params none() {
    return new Params(new Layout(), Map.of());
  }

  /**
   * Draws float32 values.
   *
   * <p>Every parameter has a random stream of its own, from the seed and its name, so values do not
   * depend on the order of declaration.
   *
   * @param backbone source of {@link Init.Copied} and {@link Init.Rows}
   */
  public static Params initialise(Layout layout, long seed, Weights backbone) {
    return from(
        layout,
        spec -> {
          if (spec.init() instanceof Init.Copied) {
            return Ops.copy(Ops.detach(backbone.get(spec.name())));
          }
          if (spec.init() instanceof Init.Rows rows) {
            long[] index = rows.rows().stream().mapToLong(row -> row).toArray();
            NDArray matrix = Ops.detach(backbone.get(rows.parameter()));
            return Ops.indexSelect(matrix, 0, Ops.of(index, index.length));
          }
          SplittableRandom random = new SplittableRandom(seed ^ fnv1a(spec.name()));
          float[] values = spec.init().draw(Math.toIntExact(spec.size()), random);
          return Ops.of(values, spec.shape().getShape());
        });
  }

  /** Draws float32 values; nothing may be copied from a backbone. */
  public static Params initialise(Layout layout, long seed) {
    return initialise(layout, seed, none());
  }

  /**
   * Takes arrays from a source, in order.
   *
   * @throws IllegalArgumentException if the source gives an array of another shape
   */
  public static Params from(Layout layout, Function<ParamSpec, NDArray> source) {
    Map<String, NDArray> arrays = new LinkedHashMap<>();
    for (ParamSpec spec : layout.specs()) {
      NDArray array = source.apply(spec);
      if (!array.getShape().equals(spec.shape())) {
        throw new IllegalArgumentException(
            "%s has shape %s, expected %s".formatted(spec.name(), array.getShape(), spec.shape()));
      }
      arrays.put(spec.name(), array);
    }
    return new Params(layout, arrays);
  }

  /** The declaration of these values. */
  public Layout layout() {
    return layout;
  }

  /** All names in order. */
  public List<String> names() {
    return new ArrayList<>(arrays.keySet());
  }

  @Override
  public NDArray get(String name) {
    NDArray array = arrays.get(name);
    if (array == null) {
      throw new IllegalArgumentException("no parameter " + name);
    }
    return array;
  }

  @Override
  public boolean has(String name) {
    return arrays.containsKey(name);
  }

  /** Makes all values collect gradients, or stop doing so. */
  public void requireGradients(boolean required) {
    arrays.values().forEach(array -> Gradients.require(array, required));
  }

  /** The same values in the same memory, with gradients of their own, for a parallel thread. */
  public Params replica() {
    return from(layout, spec -> Gradients.leafOn(get(spec.name())));
  }

  /** A deep copy in another floating type. */
  public Params to(DataType type) {
    return from(layout, spec -> Ops.castLike(Ops.copy(get(spec.name())), Ops.full(0, type, 1)));
  }

  /** A deep copy. */
  public Params copy() {
    return from(layout, spec -> Ops.copy(Ops.detach(get(spec.name()))));
  }

  /** Overwrites all values, in place. */
  public void assign(Params other) {
    try (GradMode off = GradMode.off()) {
      arrays.forEach((name, array) -> Ops.assign(array, other.get(name)));
    }
  }

  @Override
  public void close() {
    arrays.values().forEach(NDArray::close);
  }

  private static long fnv1a(String text) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    return hash;
  }

  /** Shape of a parameter. */
  public Shape shape(String name) {
    return get(name).getShape();
  }
}
