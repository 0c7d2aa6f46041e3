package org.sdptbench.harness.spec;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The methods that can run. */
@FunctionalInterface
public interface MethodCatalog {

  /** The methods by ascending name. */
  List<MethodInfo> methods();

  /** The names, ascending. */
  default List<String> names() {
    return methods().stream().map(MethodInfo::name).toList();
  }

  /**
   * SHA-256 of the code of a method from elsewhere. Empty for a method of this project, whose code
   * the protocol version of a cell stands for.
   *
   * @param name one of {@link #names()}
   * @throws IOException if its jar cannot be read
   */
  default Optional<String> digest(String name) throws IOException {
    return Optional.empty();
  }

  /** The method of a name. */
  default Optional<MethodInfo> find(String name) {
    return methods().stream().filter(m -> m.name().equals(name)).findFirst();
  }
}
