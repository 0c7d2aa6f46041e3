package org.sdptbench.glip.golden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the golden material on this machine. */
public final class GoldenSets {

  private static final ObjectMapper JSON = new ObjectMapper();

  private GoldenSets() {}

  /**
   * The folder with the golden material. Skips the calling test if there is none.
   *
   * @return the system property {@code sdptbench.golden}, or {@code golden} inside {@code
   *     sdptbench.shared}
   */
  public static Path folder() {
    @Nullable String golden = System.getProperty("sdptbench.golden");
    Path folder =
        golden != null
            ? Path.of(golden)
            : Path.of(System.getProperty("sdptbench.shared", "../shared"), "golden");
    assumeTrue(
        Files.isDirectory(folder),
        () ->
            "no golden tensors: %s is no folder; set -Dsdptbench.golden=FOLDER"
                .formatted(folder.toAbsolutePath().normalize()));
    return folder;
  }

  /** A file of the golden folder that belongs to no set. Skips the calling test if it is absent. */
  public static Path file(String name) {
    Path file = folder().resolve(name);
    assumeTrue(Files.isRegularFile(file), () -> "no golden file " + file);
    return file;
  }

  /** All sets, sorted by file name. Skips the calling test if there are none. */
  public static List<GoldenSet> all() {
    return matching(set -> true);
  }

  /**
   * The sets that a condition on configuration or tensor names holds for, sorted by file name.
   * Skips the calling test if there are none.
   */
  public static List<GoldenSet> matching(Predicate<GoldenSet> condition) {
    Path folder = folder();
    List<GoldenSet> sets;
    try (Stream<Path> files = Files.list(folder)) {
      sets =
          files
              .filter(file -> file.getFileName().toString().endsWith(".json"))
              .sorted()
              .flatMap(file -> load(file).stream())
              .filter(condition)
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assumeTrue(!sets.isEmpty(), () -> "no golden set in " + folder + " is of the kind asked for");
    return sets;
  }

  private static Optional<GoldenSet> load(Path json) {
    String file = json.getFileName().toString();
    Path tensors =
        json.resolveSibling(file.substring(0, file.length() - ".json".length()) + ".safetensors");
    if (!Files.isRegularFile(tensors)) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(json));
      if (!root.path("set").isTextual()
          || !root.path("config").isObject()
          || !root.path("tensors").isObject()) {
        return Optional.empty();
      }
      return Optional.of(new GoldenSet(root.get("set").textValue(), root, tensors));
    } catch (IOException e) {
      throw new UncheckedIOException("golden set " + json, e);
    }
  }
}
