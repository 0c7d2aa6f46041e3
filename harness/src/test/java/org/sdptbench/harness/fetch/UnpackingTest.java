package org.sdptbench.harness.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.harness.run.FolderTree;

class UnpackingTest {
  private final Path folder;
  private final Path target;
  private final Path scratch;

  UnpackingTest(@TempDir Path folder) {
    this.folder = folder;
    this.target = folder.resolve("data/coco");
    this.scratch = folder.resolve("data/.sdptbench/scratch");
  }

  private Path zip(Map<String, String> files) throws IOException {
    Path archive = folder.resolve("a.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      for (Map.Entry<String, String> file : new TreeMap<>(files).entrySet()) {
        zip.putNextEntry(new ZipEntry(file.getKey()));
        zip.write(file.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return archive;
  }

  private void unpack(Path archive, Unpacking limits) throws IOException {
    limits.unpack(archive, target, scratch, List.of(), files -> {});
  }

  @Test
  void joinsWhatIsThere() throws IOException {
    Files.createDirectories(target.resolve("annotations"));
    Files.writeString(target.resolve("annotations/old.json"), "old");
    unpack(
        zip(Map.of("annotations/new.json", "new", "val2017/1.jpg", "pixels")), Unpacking.STANDARD);
    assertThat(target.resolve("annotations/old.json")).hasContent("old");
    assertThat(target.resolve("annotations/new.json")).hasContent("new");
    assertThat(target.resolve("val2017/1.jpg")).hasContent("pixels");
    assertThat(scratch).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../out.txt", "a/../../out.txt", "/tmp/out.txt", ".."})
  void nothingLeavesTheFolder(String name) throws IOException {
    Path archive = zip(Map.of("a-first.txt", "x", name, "y"));
    assertThatThrownBy(() -> unpack(archive, Unpacking.STANDARD))
        .hasMessageContaining("entry '" + name + "': a path that leaves the folder")
        .hasMessageContaining("nothing of it was kept");
    assertThat(target).doesNotExist();
    assertThat(scratch).doesNotExist();
    assertThat(folder.resolve("out.txt")).doesNotExist();
  }

  @Test
  void limitsHold() throws IOException {
    Path archive = zip(Map.of("a", "0123456789", "b", "0123456789"));
    assertThatThrownBy(() -> unpack(archive, new Unpacking(1, 100)))
        .hasMessageContaining("more than 1 files");
    assertThatThrownBy(() -> unpack(archive, new Unpacking(10, 15)))
        .hasMessageContaining("entry 'b': more than 15 bytes in all");
    assertThat(target).doesNotExist();
  }

  @Test
  void linksInATarAreRefused() throws IOException {
    Path archive = folder.resolve("a.tar");
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      TarArchiveEntry link = new TarArchiveEntry("link", TarConstants.LF_SYMLINK);
      link.setLinkName("/etc");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }
    assertThatThrownBy(() -> unpack(archive, Unpacking.STANDARD))
        .hasMessageContaining("entry 'link': a link or device");
  }

  @Test
  void aDamagedArchiveIsNamed() throws IOException {
    Path archive = Files.writeString(folder.resolve("a.zip"), "<html>not found</html>");
    assertThatThrownBy(() -> unpack(archive, Unpacking.STANDARD)).isInstanceOf(IOException.class);
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "b/b/b"})
  void aNameOfAFileAndOfAFolderIsRefused(String name) throws IOException {
    Path archive = zip(Map.of("a", "x", name, "y", "b/b", "z"));
    assertThatThrownBy(() -> unpack(archive, Unpacking.STANDARD))
        .hasMessageContaining("entry '" + name + "': below a file of the same archive");
    assertThat(target).doesNotExist();
  }

  @Test
  void namesThatNoFileSystemTakesAreRefused() throws IOException {
    Path archive = zip(Map.of("a/" + "x".repeat(256), "x"));
    assertThatThrownBy(() -> unpack(archive, Unpacking.STANDARD))
        .hasMessageContaining("a name of more than 255 bytes");
  }

  /** Digests of most archives have not been published: nothing else would notice. */
  @ParameterizedTest
  @ValueSource(ints = {ZipOutputStream.STORED, ZipOutputStream.DEFLATED})
  void aBitThatFlippedIsNoticed(int method) throws IOException {
    Path archive = folder.resolve("a.zip");
    byte[] content = "some pixels of an image".repeat(50).getBytes(StandardCharsets.UTF_8);
    CRC32 crc = new CRC32();
    crc.update(content);
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(archive))) {
      ZipEntry entry = new ZipEntry("train/1.jpg");
      entry.setMethod(method);
      entry.setSize(content.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(content);
    }
    byte[] bytes = Files.readAllBytes(archive);
    unpack(archive, Unpacking.STANDARD);
    new FolderTree(target).delete();
    bytes[48] ^= 1; // in the content
    Files.write(archive, bytes);
    assertThatThrownBy(() -> unpack(archive, Unpacking.STANDARD)).isInstanceOf(IOException.class);
    assertThat(target).doesNotExist();
    assertThat(scratch).doesNotExist();
  }
}
