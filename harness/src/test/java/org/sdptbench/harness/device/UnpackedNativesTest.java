package org.sdptbench.harness.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With files of the sizes that the libraries of this build have, without their content. */
class UnpackedNativesTest {
  private final Path folder;
  private final Path version;
  private final UnpackedNatives natives;
  private final Map<String, Long> sizes = new TreeMap<>();

  UnpackedNativesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    natives = new UnpackedNatives(folder);
    Properties build = new Properties();
    try (var in = getClass().getResourceAsStream("/native/lib/pytorch.properties")) {
      build.load(in);
    }
    String place = "%s-%s".formatted(build.getProperty("flavor"), build.getProperty("classifier"));
    version = folder.resolve("%s-%s".formatted(build.getProperty("version"), place));
    for (String name : build.getProperty("libraries").split(",", -1)) {
      var url =
          getClass().getResource("/pytorch/%s/%s".formatted(place.replaceFirst("-", "/"), name));
      assertThat(url).as(name).isNotNull();
      sizes.put(name, url.openConnection().getContentLengthLong());
    }
  }

  private void unpack() throws IOException {
    Files.createDirectories(version);
    for (Map.Entry<String, Long> library : sizes.entrySet()) {
      try (var file = new RandomAccessFile(version.resolve(library.getKey()).toFile(), "rw")) {
        file.setLength(library.getValue()); // without blocks on the disk
      }
    }
  }

  @Test
  void whatIsWholeOrNotThereYetIsLeftAlone() throws IOException {
    assertThat(natives.mend()).isEmpty();
    unpack();
    assertThat(sizes).containsKey("libtorch_cpu.so");
    assertThat(natives.damage()).isEmpty();
    assertThat(natives.mend()).isEmpty();
    assertThat(version).isNotEmptyDirectory();
  }

  @Test
  void aLibraryThatIsCutShortOrMissingIsUnpackedAnew() throws IOException {
    for (boolean missing : new boolean[] {false, true}) {
      unpack();
      Path library = version.resolve("libtorch_cpu.so");
      if (missing) {
        Files.delete(library);
      } else {
        try (var file = new RandomAccessFile(library.toFile(), "rw")) {
          file.setLength(1000);
        }
      }
      assertThat(natives.damage()).singleElement().asString().contains(library.toString());
      assertThat(natives.mend()).singleElement().asString().contains("unpacked anew");
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void whatAKilledProcessLeftIsRemovedAndWhatOneUnpacksNowIsNot() throws IOException {
    unpack();
    Path dead = Files.createDirectories(folder.resolve("tmp123"));
    Files.writeString(dead.resolve("libtorch_cpu.so"), "half");
    Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    Path living = Files.createDirectories(folder.resolve("tmp456"));
    assertThat(natives.abandoned()).containsExactly(dead);
    assertThat(natives.mend()).singleElement().asString().contains(dead.toString());
    assertThat(folder).isDirectoryNotContaining("glob:**/tmp123");
    assertThat(living).isDirectory();
    assertThat(version).isNotEmptyDirectory();
  }
}
