package org.sdptbench.harness.fetch;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.SchemaCheck;
import org.sdptbench.harness.spec.YamlSource;

/**
 * The official files that {@code datasets.lock} lists.
 *
 * @param resources by name, in the order of the file
 */
public record ResourceLock(Map<String, Resource> resources) {
  private static final String EMBEDDED = "/datasets.lock";
  private static final JsonPointer RESOURCES = JsonPointer.compile("/resources");

  /** Unmodifiable copy that keeps the order. */
  public ResourceLock {
    resources = Collections.unmodifiableMap(new LinkedHashMap<>(resources));
  }

  /**
   * The lock that this build came with.
   *
   * @throws IOException if it is not there, or has mistakes
   */
  public static ResourceLock embedded() throws IOException {
    try (InputStream in = ResourceLock.class.getResourceAsStream(EMBEDDED)) {
      if (in == null) {
        throw new IOException("datasets.lock is not in this build");
      }
      return parse("datasets.lock", new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (InvalidInputException e) {
      throw new IOException("the embedded datasets.lock: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a lock.
   *
   * @param name what messages call it
   * @throws InvalidInputException with all mistakes, each with its line
   */
  public static ResourceLock parse(String name, String yaml)
      throws IOException, InvalidInputException {
    Problems problems = new Problems();
    Optional<YamlSource> source = YamlSource.parse(name, yaml, problems);
    source.ifPresent(s -> new SchemaCheck("datasets-lock.schema.json").check(s, problems));
    source.ifPresent(s -> checkPaths(s, problems));
    problems.throwIfAny();
    Map<String, Resource> resources = new LinkedHashMap<>();
    source
        .orElseThrow()
        .root()
        .at(RESOURCES)
        .properties()
        .forEach(
            field -> resources.put(field.getKey(), resource(field.getKey(), field.getValue())));
    return new ResourceLock(resources);
  }

  /** Two files in one place would take turns in being wrong. */
  private static void checkPaths(YamlSource source, Problems problems) {
    Set<String> seen = new HashSet<>();
    for (Map.Entry<String, JsonNode> resource : source.root().at(RESOURCES).properties()) {
      JsonPointer files = RESOURCES.appendProperty(resource.getKey()).appendProperty("files");
      for (int i = 0; i < resource.getValue().path("files").size(); i++) {
        JsonPointer at = files.appendIndex(i).appendProperty("path");
        String path = source.root().at(at).asText();
        if (!isInside(path)) {
          problems.add(
              Problem.of(
                  source.at(at),
                  "path: found '%s'".formatted(path),
                  "a path that stays inside the data folder"));
        } else if (!seen.add(path)) {
          problems.add(Problem.of(source.at(at), "path '%s' again".formatted(path)));
        }
        JsonPointer contents = files.appendIndex(i).appendProperty("contents");
        for (int c = 0; c < source.root().at(contents).size(); c++) {
          String content = source.root().at(contents.appendIndex(c)).asText();
          if (!isInside(content)) {
            problems.add(
                Problem.of(
                    source.at(contents.appendIndex(c)),
                    "contents: found '%s'".formatted(content),
                    "a path that stays inside the folder of the archive"));
          }
        }
      }
    }
  }

  private static boolean isInside(String path) {
    Path relative = Path.of(path).normalize();
    return !relative.isAbsolute() && !relative.startsWith("..") && !path.isEmpty();
  }

  private static Resource resource(String name, JsonNode node) {
    List<RemoteFile> files = new ArrayList<>();
    for (JsonNode file : node.path("files")) {
      OptionalLong bytes =
          file.has("bytes")
              ? OptionalLong.of(file.path("bytes").longValue())
              : OptionalLong.empty();
      files.add(
          new RemoteFile(
              file.path("path").asText(),
              URI.create(file.path("address").asText()),
              bytes,
              file.has("about") ? file.path("about").asText() : "",
              text(file, "sha256"),
              text(file, "unpack"),
              texts(file.path("contents"))));
    }
    return new Resource(
        name,
        node.path("version").asText(),
        node.path("licence").asText(),
        node.path("home").asText(),
        node.path("holds").asText(),
        files);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static Optional<String> text(JsonNode node, String field) {
    return node.has(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
  }
}
