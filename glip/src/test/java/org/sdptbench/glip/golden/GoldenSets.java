package org.sdptbench.glip.golden;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  /** All sets, sorted by path. Skips the calling test if there are none. */
  public static List<GoldenSet> all() {
    return documents().stream().flatMap(document -> document.set().stream()).toList();
  }

  /** The documents of a kind, sorted by path. Skips the calling test if there are none. */
  static List<GoldenDocument> matching(GoldenKind kind) {
    List<GoldenDocument> found =
        documents().stream().filter(document -> kind.matches(document.json())).toList();
    assumeTrue(!found.isEmpty(), () -> "nothing golden of the kind " + kind + " in " + folder());
    return found;
  }

  /** All JSON files, those in folders of the folder too, sorted by path. */
  static List<GoldenDocument> documents() {
    try (Stream<Path> files = Files.walk(folder())) {
      return files
          .filter(file -> file.toString().endsWith(".json"))
          .sorted()
          .map(GoldenSets::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GoldenDocument read(Path file) {
    try {
      return new GoldenDocument(file, JSON.readTree(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw new UncheckedIOException("golden document " + file, e);
    }
  }
}
