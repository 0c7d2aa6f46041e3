package org.sdptbench.harness.data.picto;

import java.util.List;

/**
 * A class of objects.
 *
 * @param name its name, which is also its prompt
 * @param drawings ids of what it may look like
 */
record ClassDrawings(String name, List<String> drawings) {

  /** Checks that there is something to draw. */
  ClassDrawings {
    drawings = List.copyOf(drawings);
    if (drawings.isEmpty()) {
      throw new IllegalArgumentException("class " + name + " has no drawing");
    }
  }

  /** From the table's form: ids separated by spaces. */
  static ClassDrawings parse(String name, String ids) {
    return new ClassDrawings(name, List.of(ids.strip().split("\\s+")));
  }
}
