package org.sdptbench.harness.spec;

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

  /** The method of a name. */
  default Optional<MethodInfo> find(String name) {
    return methods().stream().filter(m -> m.name().equals(name)).findFirst();
  }
}
