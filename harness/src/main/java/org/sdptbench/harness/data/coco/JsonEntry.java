package org.sdptbench.harness.data.coco;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.data.DatasetProblems;

/**
 * An object of one of the file's lists. The getters report what is wrong and return a neutral
 * value; afterwards {@link #broken()} says whether any did.
 */
final class JsonEntry {
  private static final int PRINTED = 60;

  private final Path file;
  private final DatasetProblems problems;
  private final Place place;
  private final Map<String, JsonNode> fields;
  private boolean broken;

  /** Where an entry is: {@code section} and position in it, and its line. */
  record Place(String section, int index, int line) {
    String field(String name) {
      return "/%s/%s/%s (line %s)".formatted(section, index, name, line);
    }
  }

  JsonEntry(Path file, DatasetProblems problems, Place place, Map<String, JsonNode> fields) {
    this.file = file;
    this.problems = problems;
    this.place = place;
    this.fields = fields;
  }

  Place place() {
    return place;
  }

  boolean broken() {
    return broken;
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  long integer(String name, long min, long max) {
    JsonNode node = fields.get(name);
    if (node != null
        && node.isIntegralNumber()
        && node.canConvertToLong()
        && node.longValue() >= min
        && node.longValue() <= max) {
      return node.longValue();
    }
    report(name, node, "an integer" + range(min, max));
    return min;
  }

  String text(String name) {
    JsonNode node = fields.get(name);
    if (node != null && node.isTextual() && !node.textValue().isBlank()) {
      return node.textValue();
    }
    report(name, node, "a text that is not blank");
    return "";
  }

  /** A finite number, at least 0. */
  double size(String name) {
    JsonNode node = fields.get(name);
    if (node != null && finite(node) && node.doubleValue() >= 0) {
      return node.doubleValue();
    }
    report(name, node, "a finite number, at least 0");
    return 0;
  }

  /** Left, top, width and height; the latter at least 0. */
  double[] box(String name) {
    JsonNode node = fields.get(name);
    double[] box = new double[4];
    if (node != null && node.isArray() && node.size() == 4) {
      boolean good = true;
      for (int i = 0; i < 4; i++) {
        JsonNode number = node.path(i);
        box[i] = number.doubleValue();
        good &= finite(number) && (i < 2 || box[i] >= 0);
      }
      if (good) {
        return box;
      }
    }
    report(name, node, "[left, top, width, height], finite, width and height at least 0");
    return new double[4];
  }

  /** 0, 1, false or true; false if absent. */
  boolean flag(String name) {
    JsonNode node = fields.get(name);
    if (node == null) {
      return false;
    }
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    if (node.isIntegralNumber() && (node.asLong() == 0 || node.asLong() == 1)) {
      return node.asLong() == 1;
    }
    report(name, node, "0 or 1");
    return false;
  }

  /** A list of ids; empty if absent. */
  Set<Integer> ids(String name) {
    JsonNode node = fields.get(name);
    Set<Integer> ids = new HashSet<>();
    if (node == null) {
      return ids;
    }
    boolean good = node.isArray();
    for (JsonNode id : node) {
      good &= id.isIntegralNumber() && id.canConvertToInt();
      ids.add(id.intValue());
    }
    if (!good) {
      report(name, node, "a list of category ids");
    }
    return ids;
  }

  void report(String name, @Nullable JsonNode found, String allowed) {
    reportText(name, found == null ? "nothing" : shortened(found.toString()), allowed);
  }

  void reportText(String name, String found, String allowed) {
    broken = true;
    problems.add(file, place.field(name), found, allowed);
  }

  private static boolean finite(JsonNode node) {
    return node.isNumber() && Double.isFinite(node.doubleValue());
  }

  private static String range(long min, long max) {
    return (min == Long.MIN_VALUE ? "" : ", at least " + min)
        + (max == Long.MAX_VALUE ? "" : ", at most " + max);
  }

  private static String shortened(String text) {
    return text.length() <= PRINTED ? text : text.substring(0, PRINTED) + "...";
  }
}
