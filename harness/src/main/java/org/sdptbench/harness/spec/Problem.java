package org.sdptbench.harness.spec;

import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.names.NearestName;
import org.sdptbench.glip.peft.Setting;

/**
 * One mistake in the input.
 *
 * @param where its place
 * @param what what was found there
 * @param allowed what may stand there; absent where that is plain
 * @param nearest the right name that was probably meant; absent where there is none
 */
public record Problem(
    Location where, String what, @Nullable String allowed, @Nullable String nearest) {

  private static final int MAX_SHOWN = 20;

  /** A mistake that speaks for itself. */
  public static Problem of(Location where, String what) {
    return new Problem(where, what, null, null);
  }

  /** A value out of its range. */
  public static Problem of(Location where, String what, String allowed) {
    return new Problem(where, what, allowed, null);
  }

  /**
   * A name that does not exist.
   *
   * @param kind what the name should name, e.g. {@code method}
   */
  public static Problem unknown(
      Location where, String kind, String found, Collection<String> allowed) {
    String shown = String.join(", ", allowed.stream().limit(MAX_SHOWN).toList());
    return new Problem(
        where,
        "unknown %s '%s'".formatted(kind, found),
        allowed.size() > MAX_SHOWN ? "%s, ... (%s in all)".formatted(shown, allowed.size()) : shown,
        NearestName.of(found, allowed).orElse(null));
  }

  /**
   * A value that a setting does not take.
   *
   * @param key the setting as the user called it, e.g. {@code sdpt.k}
   */
  public static Problem disallowed(Location where, String key, Object value, Setting setting) {
    if (setting instanceof Setting.Choice choice && value instanceof String text) {
      return unknown(where, "value of " + key, text, choice.options());
    }
    String shown = value instanceof String ? "'" + value + "'" : value.toString();
    return of(where, "'%s': found %s".formatted(key, shown), setting.allowed());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder().append(where).append(": ").append(what);
    if (nearest != null) {
      text.append(", did you mean '").append(nearest).append("'?");
    }
    if (allowed != null) {
      text.append(nearest == null ? "; allowed: " : " Allowed: ").append(allowed);
    }
    return text.toString();
  }
}
