package org.sdptbench.harness.cell;

import java.util.SortedMap;

/**
 * The recipe settings of a cell by type.
 *
 * @param settings every setting in force
 */
record RecipeValues(SortedMap<String, Object> settings) {

  /** A whole number. */
  int whole(String name) {
    return Math.toIntExact(number(name).longValue());
  }

  /** A number. */
  double real(String name) {
    return number(name).doubleValue();
  }

  /** Whether a setting is there and has a value. */
  boolean is(String name, String value) {
    return value.equals(settings.get(name));
  }

  private Number number(String name) {
    if (settings.get(name) instanceof Number number) {
      return number;
    }
    throw new IllegalArgumentException("the recipe lacks the number " + name);
  }
}
