package org.sdptbench.harness.spec;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Plain Java values of a YAML tree; what has another form than asked for is left out. */
final class Nodes {
  private Nodes() {}

  /** A scalar as String, Boolean or Number. */
  static Object scalar(JsonNode node) {
    if (node.isNumber()) {
      return node.numberValue();
    }
    return node.isBoolean() ? (Object) node.booleanValue() : node.asText();
  }

  /** The texts of a list. */
  static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    if (list.isArray()) {
      list.forEach(item -> texts.add(item.asText()));
    }
    return texts;
  }

  /** The texts of a list by their index; of items that are none, the schema says what is wrong. */
  static SortedMap<Integer, String> textsByIndex(JsonNode list) {
    SortedMap<Integer, String> texts = new TreeMap<>();
    for (int i = 0; list.isArray() && i < list.size(); i++) {
      if (list.get(i).isTextual()) {
        texts.put(i, list.get(i).textValue());
      }
    }
    return texts;
  }

  /** The scalars of a map, in the order of the file. */
  static Map<String, Object> scalars(JsonNode map) {
    Map<String, Object> scalars = new LinkedHashMap<>();
    map.properties().stream()
        .filter(e -> e.getValue().isValueNode() && !e.getValue().isNull())
        .forEach(e -> scalars.put(e.getKey(), scalar(e.getValue())));
    return scalars;
  }

  /** The scalars of a map in canonical form; they were checked before. */
  static Map<String, Object> settings(JsonNode map, SettingSet settings) {
    Map<String, Object> values = new LinkedHashMap<>();
    scalars(map)
        .forEach(
            (name, value) ->
                values.put(name, settings.find(name).flatMap(s -> s.parse(value)).orElseThrow()));
    return values;
  }
}
