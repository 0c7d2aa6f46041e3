package org.sdptbench.glip.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing in the golden folder goes untested, whatever the folder holds. */
class CoverageGoldenTest {

  @Test
  void everyFileBelongsToADocumentOfAKnownKind() throws IOException {
    Set<Path> claimed = new TreeSet<>();
    for (GoldenDocument document : GoldenSets.documents()) {
      if (Arrays.stream(GoldenKind.values()).anyMatch(kind -> kind.matches(document.json()))) {
        claimed.add(document.path().normalize());
        claim(document, claimed);
      }
    }
    try (Stream<Path> files = Files.walk(GoldenSets.folder())) {
      assertThat(
              files
                  .filter(CoverageGoldenTest::isMaterial)
                  .filter(f -> !claimed.contains(f.normalize())))
          .as("files of the golden folder that no golden test takes")
          .isEmpty();
    }
  }

  /** Adds the files that the tests of a document read beside it. */
  private static void claim(GoldenDocument document, Set<Path> claimed) throws IOException {
    String stem = document.stem();
    claimed.add(document.beside(stem + ".safetensors").normalize());
    if (GoldenKind.CHECKPOINT.matches(document.json())) {
      try (Stream<Path> files = Files.list(document.beside("."))) {
        files
            .filter(f -> f.getFileName().toString().matches(Pattern.quote(stem) + "(-.*)?\\.pth"))
            .map(Path::normalize)
            .forEach(claimed::add);
      }
    }
    JsonNode picture = document.json().path("config").path("info").path("png");
    if (picture.isTextual()) {
      claimed.add(document.beside(picture.textValue()).normalize());
    }
    document
        .json()
        .path("sets")
        .properties()
        .forEach(set -> claimed.add(document.beside(set.getKey() + ".json").normalize()));
  }

  private static boolean isMaterial(Path file) {
    return Files.isRegularFile(file) && !file.toString().endsWith(".md");
  }

  @Test
  void everySetHasItsTensors() {
    for (GoldenSet set : GoldenSets.all()) {
      assertThat(set.path()).isRegularFile();
    }
  }

  @Test
  void everyKindIsTakenByAGoldenTest() throws IOException {
    Path root = Path.of(System.getProperty("sdptbench.root", "..")).toAbsolutePath().normalize();
    List<Path> tests;
    try (Stream<Path> files = Files.walk(root)) {
      tests =
          files
              .filter(f -> f.toString().contains("src/test/java"))
              .filter(f -> f.toString().endsWith("GoldenTest.java"))
              .toList();
    }
    assumeTrue(!tests.isEmpty(), () -> "no sources of golden tests below " + root);
    StringBuilder sources = new StringBuilder();
    for (Path test : tests) {
      sources.append(Files.readString(test));
    }
    assertThat(
            Arrays.stream(GoldenKind.values())
                .map(GoldenKind::name)
                .filter(kind -> !sources.toString().matches("(?s).*GoldenKind\\." + kind + "\\b.*"))
                .collect(Collectors.toList()))
        .as("kinds that no golden test takes")
        .isEmpty();
  }
}
