package org.sdptbench.glip.peft;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a method, all of them, checked.
 *
 * @param values value by name, in the settings' own types
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
      Object accepted = value == null ? setting.standard() : setting.accept(value);
      if (accepted == null) {
        problems.add("%s is %s, allowed is %s".formatted(setting.name(), value, setting.allowed()));
      } else {
        values.put(setting.name(), accepted);
      }
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

  /** A whole number. */
  public int whole(String name) {
    return (Integer) value(name);
  }

  /** A number. */
  public double real(String name) {
    return (Double) value(name);
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
