package org.sdptbench.harness.data.coco;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.sdptbench.glip.file.FileKind;
import org.sdptbench.harness.data.DatasetProblems;

/**
 * Streams a JSON object whose members are lists of objects, keeping only the fields that are asked
 * for: COCO's files are large, and most of them is outlines that boxes do not need.
 */
final class JsonSections {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(new JsonFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION));

  /** What to do with a section: which fields to keep, and who takes each entry. */
  record Section(Set<String> fields, Consumer<JsonEntry> taker) {}

  private final Path file;
  private final DatasetProblems problems;
  private final Map<String, Section> sections;

  JsonSections(Path file, DatasetProblems problems, Map<String, Section> sections) {
    this.file = file;
    this.problems = problems;
    this.sections = sections;
  }

  /**
   * Reads the file to its end, or to the first place that is not JSON.
   *
   * @return whether all sections were read to their ends
   */
  boolean read() throws IOException {
    Set<String> seen = new HashSet<>();
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        JsonParser parser = MAPPER.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        problems.add(file, line(parser), described(parser), "an object");
        return false;
      }
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        seen.add(name);
        parser.nextToken();
        Section section = sections.get(name);
        if (section == null) {
          parser.skipChildren();
        } else {
          readSection(parser, name, section);
        }
      }
      if (parser.nextToken() != null) {
        problems.add(file, line(parser), described(parser), "the end of the file");
      }
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String place = at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr();
      problems.add(file, place, FileKind.of(file).orElse(e.getOriginalMessage()), "JSON");
      return false; // sections may be missing because the rest was not read
    }
    for (String name : sections.keySet().stream().sorted().toList()) {
      if (!seen.contains(name)) {
        problems.add(file, "/" + name, "nothing", "a list");
      }
    }
    return seen.containsAll(sections.keySet());
  }

  private void readSection(JsonParser parser, String name, Section section) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      problems.add(file, "/" + name + " (" + line(parser) + ")", described(parser), "a list");
      parser.skipChildren();
      return;
    }
    for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
      JsonEntry.Place place =
          new JsonEntry.Place(name, index, parser.currentTokenLocation().getLineNr());
      if (parser.currentToken() != JsonToken.START_OBJECT) {
        String pointer = "/%s/%s (%s)".formatted(name, index, line(parser));
        problems.add(file, pointer, described(parser), "an object");
        parser.skipChildren();
        continue;
      }
      Map<String, JsonNode> fields = new HashMap<>();
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String field = parser.currentName();
        parser.nextToken();
        if (section.fields().contains(field)) {
          JsonNode node = MAPPER.readTree(parser);
          if (!node.isNull()) {
            fields.put(field, node);
          }
        } else {
          parser.skipChildren();
        }
      }
      section.taker().accept(new JsonEntry(file, problems, place, fields));
    }
  }

  private static String line(JsonParser parser) {
    return "line " + parser.currentTokenLocation().getLineNr();
  }

  private static String described(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      return "an empty file";
    }
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      default -> parser.getText();
    };
  }
}
