package org.sdptbench.harness.spec;

import java.util.List;

/**
 * An axis of a matrix.
 *
 * @param key what it changes
 * @param values its values in order: a {@link String} for methods and tasks, a {@link Long} for
 *     shots and seeds, the canonical form of {@link org.sdptbench.glip.peft.Setting#parse} for
 *     settings
 */
public record Axis(AxisKey key, List<Object> values) {
  /** Defensive copy. */
  public Axis {
    values = List.copyOf(values);
  }
}
