package org.sdptbench.glip.peft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a method, all of them, checked.
 *
 * @param values value by name, in the canonical form of {@link Setting#parse}
 */
public record Settings(SortedMap<String, Object> values) {
  /** Unmodifiable copy. */
  public Settings {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /**
   * Fills in what was not given.
   *
   * @throws IllegalArgumentException naming every unknown name and every value that is not allowed
   */
  public static Settings resolve(List<Setting> offered, Map<String, ?> given) {
    List<String> problems = new ArrayList<>();
    SortedMap<String, Object> values = new TreeMap<>();
    for (Setting setting : offered) {
      Object value = given.get(setting.name());
      Optional<Object> parsed =
          value == null ? Optional.of(setting.standard()) : setting.parse(value);
      parsed.ifPresentOrElse(
          accepted -> values.put(setting.name(), accepted),
          () ->
              problems.add(
                  "%s is %s, allowed is %s".formatted(setting.name(), value, setting.allowed())));
    }
    for (String name : given.keySet()) {
      if (offered.stream().noneMatch(setting -> setting.name().equals(name))) {
        problems.add(
            "unknown setting %s, known are %s"
                .formatted(name, offered.stream().map(Setting::name).sorted().toList()));
      }
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", problems));
    }
    return new Settings(values);
  }

  /**
   * A whole number.
   *
   * @throws ArithmeticException if it is no int, which its range should not allow
   */
  public int whole(String name) {
    return Math.toIntExact((Long) value(name));
  }

  /** A number. */
  public double real(String name) {
    return (Double) value(name);
  }

  /** True or false. */
  public boolean flag(String name) {
    return (Boolean) value(name);
  }

  /** A word or text. */
  public String text(String name) {
    return (String) value(name);
  }

  private Object value(String name) {
    Object value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException("no setting " + name);
    }
    return value;
  }
}
