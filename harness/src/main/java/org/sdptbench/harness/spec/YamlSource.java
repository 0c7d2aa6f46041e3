package org.sdptbench.harness.spec;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A YAML file as a tree that remembers where each key and value stood.
 *
 * <p>One document a file, at most 1 MiB, at most 2,000 keys a map, finite numbers. Anchors, aliases
 * and repeated keys are mistakes: the first two hide what runs, the last silently drops a value.
 */
public final class YamlSource {
  private static final long MAX_BYTES = 1 << 20;
  private static final int MAX_KEYS = 2_000;

  private final String name;
  private final JsonNode root;
  private final Map<JsonPointer, Location> keys;
  private final Map<JsonPointer, Location> values;

  private YamlSource(
      String name,
      JsonNode root,
      Map<JsonPointer, Location> keys,
      Map<JsonPointer, Location> values) {
    this.name = name;
    this.root = root;
    this.keys = keys;
    this.values = values;
  }

  /**
   * Reads a file. Mistakes of syntax go to {@code problems}; the result is then empty.
   *
   * @throws IOException if the file exists and cannot be read
   */
  public static Optional<YamlSource> read(Path file, Problems problems) throws IOException {
    try {
      if (Files.size(file) > MAX_BYTES) {
        problems.add(
            Problem.of(
                Location.argument(file.toString()),
                "the file has %s bytes".formatted(Files.size(file)),
                "at most %s bytes".formatted(MAX_BYTES)));
        return Optional.empty();
      }
      Optional<String> text = text(file, problems);
      return text.isEmpty() ? Optional.empty() : parse(file.toString(), text.get(), problems);
    } catch (NoSuchFileException e) {
      problems.add(Problem.of(Location.argument(file.toString()), "no such file"));
      return Optional.empty();
    }
  }

  /** The text of a file, or nothing and where it is not UTF-8. */
  private static Optional<String> text(Path file, Problems problems) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer text = CharBuffer.allocate(bytes.length);
    CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, text, true);
    if (!result.isError()) {
      return Optional.of(text.flip().toString());
    }
    int line = 1;
    int column = 1;
    for (int i = 0; i < in.position(); i++) {
      boolean end = bytes[i] == '\n';
      line += end ? 1 : 0;
      column = end ? 1 : column + 1;
    }
    problems.add(
        Problem.of(
            new Location(file.toString(), line, column),
            "found the byte 0x%s, which is not UTF-8"
                .formatted(HexFormat.of().withUpperCase().toHexDigits(bytes[in.position()])),
            "a text in UTF-8, not in Latin-1 or another encoding"));
    return Optional.empty();
  }

  /**
   * Reads a text.
   *
   * @param name what messages call it
   */
  public static Optional<YamlSource> parse(String name, String text, Problems problems)
      throws IOException {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      Builder builder = new Builder(name, text, parser, problems);
      if (parser.nextToken() == null) {
        problems.add(Problem.of(new Location(name, 1, 1), "the file is empty"));
        return Optional.empty();
      }
      JsonNode root = builder.value(JsonPointer.empty());
      if (parser.nextToken() != null) {
        problems.add(Problem.of(builder.here(), "a second document; allowed: one a file"));
      }
      return builder.failed
          ? Optional.empty()
          : Optional.of(new YamlSource(name, root, builder.keys, builder.values));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      Location where =
          at == null
              ? new Location(name, 1, 1)
              : new Location(name, at.getLineNr(), at.getColumnNr());
      String reason = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
      problems.add(Problem.of(where, "not valid YAML: " + reason));
      return Optional.empty();
    }
  }

  /** What messages call this file. */
  public String name() {
    return name;
  }

  /** The content. */
  public JsonNode root() {
    return root;
  }

  /** Place of a value, or of the nearest value around it. */
  public Location at(JsonPointer pointer) {
    return nearest(values, pointer);
  }

  /** Place of the key of a value, or of the value where it has no key. */
  public Location keyAt(JsonPointer pointer) {
    Location key = keys.get(pointer);
    return key != null ? key : at(pointer);
  }

  private Location nearest(Map<JsonPointer, Location> locations, JsonPointer pointer) {
    for (JsonPointer p = pointer; p != null; p = p.head()) {
      Location found = locations.get(p);
      if (found != null) {
        return found;
      }
    }
    return new Location(name, 1, 1);
  }

  /** Builds the tree from the parser's tokens; recursion is bounded by the parser's depth limit. */
  private static final class Builder {
    private final String name;
    private final List<String> lines;
    private final YAMLParser parser;
    private final Problems problems;
    private final Map<JsonPointer, Location> keys = new HashMap<>();
    private final Map<JsonPointer, Location> values = new HashMap<>();
    private boolean failed;

    Builder(String name, String text, YAMLParser parser, Problems problems) {
      this.name = name;
      this.lines = text.lines().toList();
      this.parser = parser;
      this.problems = problems;
    }

    Location here() {
      JsonLocation at = parser.currentTokenLocation();
      return new Location(name, at.getLineNr(), at.getColumnNr());
    }

    JsonNode value(JsonPointer pointer) throws IOException {
      values.put(pointer, here());
      if (parser.isCurrentAlias() || parser.getObjectId() != null) {
        problems.add(
            Problem.of(here(), "anchors and aliases are not allowed: write the value out"));
        failed = true;
      }
      if (parser.getTypeId() != null) {
        problems.add(Problem.of(here(), "tags are not allowed: write the value plainly"));
        failed = true;
      }
      if (parser.currentToken().isScalarValue() && isPlain()) {
        Optional<String> ambiguity = PlainScalar.ambiguity(parser.getText());
        ambiguity.ifPresent(what -> problems.add(Problem.of(here(), what, PlainScalar.ALLOWED)));
        failed |= ambiguity.isPresent();
      }
      JsonNodeFactory make = JsonNodeFactory.instance;
      return switch (parser.currentToken()) {
        case START_OBJECT -> object(pointer);
        case START_ARRAY -> array(pointer);
        case VALUE_NUMBER_INT -> make.numberNode(parser.getBigIntegerValue());
        case VALUE_NUMBER_FLOAT -> decimal();
        case VALUE_TRUE -> make.booleanNode(true);
        case VALUE_FALSE -> make.booleanNode(false);
        case VALUE_NULL -> make.nullNode();
        default -> make.textNode(parser.getText());
      };
    }

    /** A number with a point or an exponent; infinity and NaN, which YAML has, are none here. */
    private JsonNode decimal() throws IOException {
      double value = parser.getDoubleValue();
      if (!Double.isFinite(value)) {
        problems.add(
            Problem.of(
                here(),
                "found %s, which is no finite number".formatted(parser.getText()),
                "a number of at most 1.8e308"));
        failed = true;
        return JsonNodeFactory.instance.nullNode();
      }
      return JsonNodeFactory.instance.numberNode(value);
    }

    /** Whether a scalar stands without quotes and not as a block. */
    private boolean isPlain() {
      JsonLocation at = parser.currentTokenLocation();
      String line = at.getLineNr() <= lines.size() ? lines.get(at.getLineNr() - 1) : "";
      String before = line.substring(0, Math.min(line.length(), at.getColumnNr() - 1));
      String rest = line.substring(before.length());
      return rest.isEmpty() || "\"'|>".indexOf(rest.charAt(0)) < 0;
    }

    private ObjectNode object(JsonPointer pointer) throws IOException {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String key = parser.currentName();
        JsonPointer child = pointer.appendProperty(key);
        if (node.has(key)) {
          problems.add(
              Problem.of(
                  here(),
                  "key '%s' again; it stands at line %s already".formatted(key, keyLine(child))));
          failed = true;
        }
        if (node.size() == MAX_KEYS) {
          problems.add(
              Problem.of(
                  here(), "more than %s keys in one map".formatted(MAX_KEYS), "at most so many"));
          failed = true;
        }
        keys.put(child, here());
        parser.nextToken();
        node.set(key, value(child));
      }
      return node;
    }

    private int keyLine(JsonPointer pointer) {
      Location first = keys.get(pointer);
      return first == null ? 0 : first.line();
    }

    private ArrayNode array(JsonPointer pointer) throws IOException {
      ArrayNode node = JsonNodeFactory.instance.arrayNode();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        node.add(value(pointer.appendIndex(node.size())));
      }
      return node;
    }
  }
}
