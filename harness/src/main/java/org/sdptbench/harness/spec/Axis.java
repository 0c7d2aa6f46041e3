package org.sdptbench.harness.spec;

import java.util.List;

/**
 * An axis of a matrix.
 *
 * @param key {@code method}, {@code task}, {@code shots}, {@code seed}, {@code recipe.SETTING} or
 *     {@code METHOD.SETTING}
 * @param values its values in order: a {@link String} for methods and tasks, a {@link Long} for
 *     shots and seeds, the canonical form of {@link org.sdptbench.glip.peft.Setting#parse} for
 *     settings
 */
public record Axis(String key, List<Object> values) {
  /** Prefix of a recipe's axis. */
  public static final String RECIPE = "recipe.";

  /** Defensive copy. */
  public Axis {
    values = List.copyOf(values);
  }
}
