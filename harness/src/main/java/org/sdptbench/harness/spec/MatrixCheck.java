package org.sdptbench.harness.spec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Checks the {@code matrix} of a spec: axes, values, lengths. */
final class MatrixCheck {
  private static final JsonPointer MATRIX = JsonPointer.compile("/matrix");

  private final YamlSource source;
  private final SpecAxes axes;
  private final Problems problems;
  private final Map<String, Location> seen = new HashMap<>();

  MatrixCheck(YamlSource source, SpecAxes axes, Problems problems) {
    this.source = source;
    this.axes = axes;
    this.problems = problems;
  }

  void check() {
    checkAxes(MATRIX.appendProperty("product"));
    JsonPointer zip = MATRIX.appendProperty("zip");
    for (int i = 0; i < source.root().at(zip).size(); i++) {
      checkAxes(zip.appendIndex(i));
      checkLengths(zip.appendIndex(i));
    }
    checkPoints(MATRIX.appendProperty("exclude"));
    checkPoints(MATRIX.appendProperty("include"));
  }

  private void checkAxes(JsonPointer at) {
    for (Map.Entry<String, JsonNode> axis : source.root().at(at).properties()) {
      JsonPointer axisAt = at.appendProperty(axis.getKey());
      Location where = source.keyAt(axisAt);
      Location first = seen.putIfAbsent(axis.getKey(), where);
      if (first != null) {
        problems.add(
            Problem.of(
                where,
                "axis '%s' again; line %s has it already".formatted(axis.getKey(), first.line())));
      }
      axes.key(where, axis.getKey(), problems)
          .ifPresent(
              key -> {
                for (int i = 0; i < axis.getValue().size(); i++) {
                  checkValue(axisAt.appendIndex(i), key);
                }
              });
    }
  }

  private void checkValue(JsonPointer at, AxisKey key) {
    JsonNode value = source.root().at(at);
    if (value.isValueNode() && !value.isNull()) {
      axes.parse(source.at(at), key, Nodes.scalar(value), problems);
    }
  }

  private void checkLengths(JsonPointer at) {
    Set<Integer> lengths = new TreeSet<>();
    StringBuilder found = new StringBuilder();
    for (Map.Entry<String, JsonNode> axis : source.root().at(at).properties()) {
      lengths.add(axis.getValue().size());
      found
          .append(found.isEmpty() ? "" : ", ")
          .append(axis.getKey())
          .append(" has ")
          .append(axis.getValue().size());
    }
    if (lengths.size() > 1) {
      problems.add(
          Problem.of(source.at(at), "zip: " + found, "lists of one length, they step together"));
    }
  }

  private void checkPoints(JsonPointer at) {
    for (int i = 0; i < source.root().at(at).size(); i++) {
      JsonPointer pointAt = at.appendIndex(i);
      for (String name : Nodes.scalars(source.root().at(pointAt)).keySet()) {
        JsonPointer valueAt = pointAt.appendProperty(name);
        axes.key(source.keyAt(valueAt), name, problems).ifPresent(key -> checkValue(valueAt, key));
      }
    }
  }
}
