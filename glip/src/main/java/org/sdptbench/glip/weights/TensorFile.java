package org.sdptbench.glip.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.sdptbench.glip.names.NearestName;

/**
 * Named tensors in the order of the file they come from.
 *
 * @param source what messages call the origin: a path, or a resource's name
 * @param tensors name to tensor; iteration order is the order of the file
 * @param metadata free text that the file carries, empty for most formats
 */
public record TensorFile(
    String source, Map<String, RawTensor> tensors, Map<String, String> metadata) {

  /** Copies the maps, keeping their order. */
  public TensorFile {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Named tensors without metadata. */
  public TensorFile(String source, Map<String, RawTensor> tensors) {
    this(source, tensors, Map.of());
  }

  /** The names, in the order of the file. */
  public Set<String> names() {
    return tensors.keySet();
  }

  /** Whether a tensor of this name exists. */
  public boolean contains(String name) {
    return tensors.containsKey(name);
  }

  /**
   * The tensor of this name.
   *
   * @throws NoSuchElementException if there is none; names the file and the nearest name
   */
  public RawTensor get(String name) {
    RawTensor tensor = tensors.get(name);
    if (tensor == null) {
      String hint =
          NearestName.of(name, names()).map(n -> "; the nearest name is '" + n + "'").orElse("");
      throw new NoSuchElementException(
          "%s: no tensor '%s' among %s%s".formatted(source, name, tensors.size(), hint));
    }
    return tensor;
  }

  /** The tensors whose names start with {@code prefix}, under the rest of their names. */
  public TensorFile under(String prefix) {
    Map<String, RawTensor> chosen = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            chosen.put(name.substring(prefix.length()), tensor);
          }
        });
    return new TensorFile(source, chosen, metadata);
  }

  /**
   * The same tensors under other names.
   *
   * @throws IllegalArgumentException if two tensors would get the same name
   */
  public TensorFile renamed(UnaryOperator<String> rename) {
    Map<String, RawTensor> renamed = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (renamed.put(rename.apply(name), tensor) != null) {
            throw new IllegalArgumentException(
                "%s: two tensors would be named '%s'".formatted(source, rename.apply(name)));
          }
        });
    return new TensorFile(source, renamed, metadata);
  }
}
