package org.sdptbench.harness.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;

/**
 * The settings that a method or the recipe offers.
 *
 * @param all the settings in the order in which help shows them, names unique
 */
public record SettingSet(List<Setting> all) {

  /** Checks that names are unique. */
  public SettingSet {
    all = List.copyOf(all);
    if (all.stream().map(Setting::name).distinct().count() != all.size()) {
      throw new IllegalArgumentException(
          "a setting appears twice: " + all.stream().map(Setting::name).toList());
    }
  }

  /** Settings in the order given. */
  public static SettingSet of(Setting... settings) {
    return new SettingSet(List.of(settings));
  }

  /** The setting of a name. */
  public Optional<Setting> find(String name) {
    return all.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /** The names in order. */
  public List<String> names() {
    return all.stream().map(Setting::name).toList();
  }

  /**
   * Every setting in force, in canonical form.
   *
   * @param chosen values that were checked before; later code may rely on that
   * @throws IllegalArgumentException if a name or value is not allowed
   */
  public SortedMap<String, Object> resolve(Map<String, Object> chosen) {
    return Settings.resolve(all, chosen).values();
  }
}
