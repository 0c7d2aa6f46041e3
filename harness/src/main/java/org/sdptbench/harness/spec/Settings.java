package org.sdptbench.harness.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The settings of a method or of the recipe.
 *
 * @param all the settings in the order in which help shows them, names unique
 */
public record Settings(List<Setting> all) {

  /** Checks that names are unique. */
  public Settings {
    all = List.copyOf(all);
    if (all.stream().map(Setting::name).distinct().count() != all.size()) {
      throw new IllegalArgumentException("a setting appears twice: " + names(all));
    }
  }

  /** Settings in the order given. */
  public static Settings of(Setting... settings) {
    return new Settings(List.of(settings));
  }

  /** The setting of a name. */
  public Optional<Setting> find(String name) {
    return all.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** The names in order. */
  public List<String> names() {
    return names(all);
  }

  /** Every setting at its default. */
  public SortedMap<String, Object> defaults() {
    SortedMap<String, Object> values = new TreeMap<>();
    all.forEach(s -> values.put(s.name(), s.defaultValue()));
    return values;
  }

  /**
   * Every setting in force, in canonical form.
   *
   * @param chosen values that were checked before; later code may rely on that
   * @throws IllegalArgumentException if a name or value is not allowed
   */
  public SortedMap<String, Object> resolve(Map<String, Object> chosen) {
    SortedMap<String, Object> values = defaults();
    chosen.forEach(
        (name, value) ->
            values.put(
                name,
                find(name)
                    .flatMap(s -> s.parse(value))
                    .orElseThrow(
                        () ->
                            new IllegalArgumentException(
                                "setting '%s' = %s was not checked".formatted(name, value)))));
    return values;
  }

  private static List<String> names(List<Setting> settings) {
    return settings.stream().map(Setting::name).toList();
  }
}
