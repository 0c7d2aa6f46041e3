package org.sdptbench.harness.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.run.FolderTree;

@Timeout(60)
class FetchingTest {
  private final FlakyServer server = new FlakyServer();
  private final Path folder;
  private final DataFolder data;
  private final RemoteFile file;
  private final List<String> told = new ArrayList<>();

  FetchingTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.data = new DataFolder(folder);
    this.file =
        new RemoteFile(
            "odinw/Raccoon.zip",
            server.address("Raccoon.zip"),
            OptionalLong.empty(),
            "",
            Optional.empty(),
            Optional.of("odinw"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] zip() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("Raccoon/train/a.jpg"));
      zip.write("pixels".getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private void fetch() throws Exception {
    fetch(file);
  }

  private void fetch(RemoteFile wanted) throws Exception {
    Fetching.Listener listener =
        new Fetching.Listener() {
          @Override
          public void present(RemoteFile of) {
            told.add("present");
          }

          @Override
          public void unpacking(RemoteFile of, long files) {}

          @Override
          public void done(RemoteFile of) {
            told.add("done");
          }

          @Override
          public void progress(RemoteFile of, long done, OptionalLong total) {}

          @Override
          public void again(RemoteFile of, String reason) {}
        };
    Download download = new Download(data, Optional.empty(), Duration.ofMillis(1), listener);
    new Fetching(data, download, Unpacking.STANDARD, false, listener)
        .fetch(new Resource("odinw/Raccoon", "1", "MIT", "https://a.b", "x", List.of(wanted)));
  }

  @Test
  void unpacksOnceAndAgainWhenWhatItHeldIsGone() throws Exception {
    server.put("Raccoon.zip", zip());
    fetch();
    assertThat(folder.resolve("odinw/Raccoon/train/a.jpg")).hasContent("pixels");
    assertThat(folder.resolve("odinw/Raccoon.zip")).doesNotExist();
    assertThat(data.expected(file)).isPresent();
    fetch();
    new FolderTree(folder.resolve("odinw/Raccoon")).delete();
    assertThat(data.state(file)).isEqualTo(DataFolder.State.MISSING);
    fetch();
    assertThat(folder.resolve("odinw/Raccoon/train/a.jpg")).exists();
    assertThat(told).containsExactly("done", "present", "done");
  }

  @Test
  void theDigestOfAFileThatIsUsedAsItIsIsRemembered() throws Exception {
    RemoteFile plain =
        new RemoteFile(
            "weights/a.pth",
            server.address("a.pth"),
            OptionalLong.empty(),
            "",
            Optional.of(Sha256.of("weights")),
            Optional.empty());
    Path place = data.place(plain);
    Files.createDirectories(place.getParent());
    Files.writeString(place, "weights");
    Files.setLastModifiedTime(place, FileTime.from(Instant.now().minusSeconds(60)));
    fetch(plain);
    assertThat(new RememberedDigests(folder).known(place)).contains(Sha256.of("weights"));
  }

  /** As from a network that wants one to log in first. */
  @Test
  void whatIsNoArchiveIsNeitherKeptNorRecorded() throws Exception {
    server.put("Raccoon.zip", "<html>Please log in</html>".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Raccoon.zip does not unpack and was thrown away");
    assertThat(folder.resolve("odinw/Raccoon.zip")).doesNotExist();
    assertThat(data.expected(file)).isEmpty();
    server.put("Raccoon.zip", zip());
    fetch();
    assertThat(Files.isRegularFile(folder.resolve("odinw/Raccoon/train/a.jpg"))).isTrue();
  }
}
