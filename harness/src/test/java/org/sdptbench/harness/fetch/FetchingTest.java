package org.sdptbench.harness.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
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
            Optional.of("odinw"),
            List.of("Raccoon/train"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] zip() throws IOException {
    return zip("Raccoon/train/a.jpg");
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write("pixels".getBytes(StandardCharsets.UTF_8));
      }
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
            Optional.empty(),
            List.of());
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
        .hasMessageContaining("Raccoon.zip does not unpack: it is a page of HTML, as a failed do")
        .hasMessageContaining("; the archive was thrown away, and the next fetch gets it again");
    assertThat(folder.resolve("odinw/Raccoon.zip")).doesNotExist();
    assertThat(data.expected(file)).isEmpty();
    server.put("Raccoon.zip", zip());
    fetch();
    assertThat(Files.isRegularFile(folder.resolve("odinw/Raccoon/train/a.jpg"))).isTrue();
  }

  /** As of another version, or of a mirror that has packed it otherwise. */
  @Test
  void anArchiveOfOtherThingsIsNotTaken() throws Exception {
    server.put(
        "Raccoon.zip",
        zip("raccoon/1.jpg", "raccoon/2.jpg", "LICENCE", "x/1", "x/2", "x/3", "x/4", "x/5"));
    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "Raccoon.zip does not unpack: it holds LICENCE, raccoon/1.jpg, raccoon/2.jpg, x/1, x/2 and 3 more files,"
                + " not Raccoon/train as datasets.lock says; nothing of it was kept");
    assertThat(data.state(file)).isEqualTo(DataFolder.State.MISSING);
    assertThat(data.expected(file)).isEmpty();
    assertThat(folder.resolve("odinw")).isEmptyDirectory();
    server.put("Raccoon.zip", zip());
    fetch();
    assertThat(told).containsExactly("done");
  }

  /** One that somebody has put there is not ours to throw away. */
  @Test
  void anArchiveThatWasThereStaysWhateverItHolds() throws Exception {
    Path place = data.place(file);
    Files.createDirectories(place.getParent());
    Files.write(place, zip("other/1.jpg"));
    assertThatThrownBy(this::fetch)
        .hasMessageContaining("holds other/1.jpg, not Raccoon/train")
        .hasMessageEndingWith("; move it away, then it is fetched");
    assertThat(place).exists();
    assertThat(data.expected(file)).isEmpty();
  }

  @Test
  void whatWasUnpackedAndIsNoLongerWholeIsFetchedAgain() throws Exception {
    server.put("Raccoon.zip", zip("LICENCE", "Raccoon/train/a.jpg"));
    fetch();
    assertThat(data.state(file)).isEqualTo(DataFolder.State.UNPACKED);
    new FolderTree(folder.resolve("odinw/Raccoon")).delete();
    assertThat(data.state(file)).isEqualTo(DataFolder.State.MISSING);
  }

  /** Nobody has to get twenty gigabytes again because a disk was full. */
  @Test
  void anArchiveStaysWhereTheFolderCannotBeWritten() throws Exception {
    server.put("Raccoon.zip", zip());
    Files.createDirectories(folder.resolve("odinw"));
    Files.writeString(folder.resolve("odinw/Raccoon"), "a file where a folder should be");
    assertThatThrownBy(this::fetch)
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining("Raccoon.zip: unpacking it could not write ")
        .hasMessageEndingWith("; the archive stays, and the same command goes on");
    assertThat(data.place(file)).exists();
    Files.delete(folder.resolve("odinw/Raccoon"));
    fetch();
    assertThat(data.state(file)).isEqualTo(DataFolder.State.UNPACKED);
  }
}
