package org.sdptbench.harness.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.data.odinw.OdinwDataset;
import org.sdptbench.harness.data.odinw.OdinwSplit;
import org.sdptbench.harness.spec.InvalidInputException;

class ResourceLockTest {
  private static final String LOCK =
      """
      picto: {}
      resources:
        a:
          version: "1"
          licence: MIT
          home: https://example.org
          holds: things
          files:
            - {path: a/x.zip, address: "https://example.org/x.zip", bytes: 5}
      """;

  @Test
  void theEmbeddedLockHoldsAllRealDataAndWeights() throws Exception {
    ResourceLock lock = ResourceLock.embedded();
    assertThat(lock.resources().keySet())
        .containsAll(
            new Datasets(Optional.empty())
                .names().stream().filter(name -> !name.startsWith("picto")).toList())
        .contains("glip-t", "glip-l", "glip-t-a", "glip-t-b", "glip-t-c", "voc2007");
    assertThat(Objects.requireNonNull(lock.resources().get("glip-t")).files().get(0).sha256())
        .contains("3bec0a3dea804fcb278d7106c5438de5116ee888e49dfae46270e7ad7bc4ccbf");
  }

  /** What an archive has to hold is what the reader of the data set looks for. */
  @Test
  void theLockNamesTheFilesThatOdinwIsReadFrom() throws Exception {
    ResourceLock lock = ResourceLock.embedded();
    Path root = Path.of("");
    for (OdinwDataset dataset : OdinwDataset.values()) {
      RemoteFile archive =
          Objects.requireNonNull(lock.resources().get("odinw/" + dataset.title())).files().get(0);
      assertThat(archive.contents())
          .containsExactlyElementsOf(
              Stream.of(OdinwSplit.TRAIN, OdinwSplit.VAL, OdinwSplit.TEST)
                  .map(split -> dataset.annotationFile(root, split).toString())
                  .distinct()
                  .toList());
    }
    assertThat(
            lock.resources().values().stream()
                .flatMap(resource -> resource.files().stream())
                .filter(file -> file.unpack().isPresent() == file.contents().isEmpty()))
        .as("archives and contents")
        .isEmpty();
  }

  @Test
  void mistakesAreReportedTogetherWithTheirLines() {
    String wrong =
        LOCK.replace("a/x.zip", "../x.zip").replace("bytes: 5", "bytes: -1, sha256: abc");
    assertThatThrownBy(() -> ResourceLock.parse("my.lock", wrong))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(
            "my.lock:9:16: path: found '../x.zip'; allowed: a path that stays inside")
        .hasMessageContaining("found -1; allowed: its size in bytes")
        .hasMessageContaining("allowed: a SHA-256 of 64 lower-case hexadecimal digits");
  }

  @Test
  void aMirrorHasFilesByTheirPath() throws Exception {
    RemoteFile file =
        Objects.requireNonNull(ResourceLock.parse("my.lock", LOCK).resources().get("a"))
            .files()
            .get(0);
    assertThat(file.at(Optional.of(java.net.URI.create("http://localhost:8000/data"))))
        .hasToString("http://localhost:8000/data/a/x.zip");
  }
}
