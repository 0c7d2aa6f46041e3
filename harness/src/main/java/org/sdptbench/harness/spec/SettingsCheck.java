package org.sdptbench.harness.spec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import org.sdptbench.glip.peft.Setting;

/** Checks a map of settings in a YAML file. */
final class SettingsCheck {
  private final YamlSource source;
  private final Problems problems;

  SettingsCheck(YamlSource source, Problems problems) {
    this.source = source;
    this.problems = problems;
  }

  /**
   * Checks names and values.
   *
   * @param at place of the map; nothing happens if there is none
   * @param owner whose settings they are, for messages: a method's name or {@code recipe}
   */
  void check(JsonPointer at, String owner, SettingSet settings) {
    JsonNode map = source.root().at(at);
    Nodes.scalars(map)
        .forEach(
            (name, value) ->
                settings
                    .find(name)
                    .ifPresentOrElse(
                        setting -> value(at.appendProperty(name), owner, setting, value),
                        () ->
                            problems.add(
                                Problem.unknown(
                                    source.keyAt(at.appendProperty(name)),
                                    "setting of " + owner,
                                    name,
                                    settings.names()))));
  }

  private void value(JsonPointer at, String owner, Setting setting, Object value) {
    if (setting.parse(value).isEmpty()) {
      problems.add(Problem.disallowed(source.at(at), owner + "." + setting.name(), value, setting));
    }
  }
}
