package org.sdptbench.harness.spec;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Checks the structure of a YAML file against a JSON schema, in the words of this project. */
public final class SchemaCheck {
  private final JsonNode document;
  private final Schema schema;

  /**
   * Reads a schema that lies beside this class.
   *
   * @param resource its file name
   */
  public SchemaCheck(String resource) {
    try (InputStream in = SchemaCheck.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("schema missing from the jar: " + resource);
      }
      document = new ObjectMapper().readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(document);
  }

  /** Adds what is wrong to {@code problems}. */
  public void check(YamlSource source, Problems problems) {
    for (Error error : schema.validate(source.root())) {
      problems.add(problem(source, error));
    }
  }

  private Problem problem(YamlSource source, Error error) {
    JsonPointer at = pointer(error.getInstanceLocation());
    JsonNode rule = document.at(pointer(error.getSchemaLocation().getFragment()).head());
    String property = error.getProperty();
    String keyword = error.getKeyword();
    if (keyword.equals("additionalProperties") && property != null) {
      List<String> allowed = new ArrayList<>();
      rule.path("properties").fieldNames().forEachRemaining(allowed::add);
      return Problem.unknown(source.keyAt(at.appendProperty(property)), "key", property, allowed);
    }
    if (keyword.equals("required") && property != null) {
      String needed = rule.path("properties").path(property).path("description").asText();
      return Problem.of(
          source.keyAt(at), "missing key '%s'".formatted(property), needed.isEmpty() ? "" : needed);
    }
    String allowed = rule.path("description").asText(error.getMessage());
    return Problem.of(source.at(at), found(at, source.root().at(at)), allowed);
  }

  /** {@code seeds: found 'abc'}: names the last key of the path and shows the value, cut short. */
  private static String found(JsonPointer at, JsonNode value) {
    String key = at.matches() ? "the file" : "'" + at.toString().substring(1) + "'";
    String shown =
        value.isNull()
            ? "nothing"
            : value.isContainerNode() && value.isEmpty()
                ? (value.isArray() ? "an empty list" : "an empty map")
                : value.isTextual() ? "'" + value.textValue() + "'" : value.toString();
    return key + ": found " + (shown.length() > 60 ? shown.substring(0, 57) + "..." : shown);
  }

  private static JsonPointer pointer(NodePath path) {
    JsonPointer pointer = JsonPointer.empty();
    for (int i = 0; i < path.getNameCount(); i++) {
      Object element = path.getElement(i);
      pointer =
          element instanceof Integer index
              ? pointer.appendIndex(index)
              : pointer.appendProperty(element.toString());
    }
    return pointer;
  }
}
