package org.sdptbench.harness.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.digest.Sha256;

class RememberedDigestsTest {
  private static final String ONE = "1".repeat(64);
  private static final String TWO = "2".repeat(64);

  private final Path root;
  private final Path file;
  private final Path memory;

  RememberedDigestsTest(@TempDir Path folder) throws IOException {
    this.root = folder.resolve("data");
    this.file = Files.createDirectories(root.resolve("weights")).resolve("a.pth");
    this.memory = root.resolve(".sdptbench/read.json");
    write(file, "one");
  }

  /** Writes a file and makes it an hour old. */
  private static void write(Path file, String content) throws IOException {
    Files.writeString(file, content);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  private void remember(Path file, String digest) {
    RememberedDigests digests = new RememberedDigests(root);
    digests.put(file, digest);
    digests.flush();
  }

  private RememberedDigests again() {
    return new RememberedDigests(root);
  }

  @Test
  void anotherProcessKnowsWhatOneHasRead() throws IOException {
    RememberedDigests first = again();
    assertThat(first.known(file)).isEmpty();
    first.put(file, ONE);
    assertThat(first.known(file)).contains(ONE);
    assertThat(memory).doesNotExist();
    first.flush();
    assertThat(again().known(file)).contains(ONE);
    assertThat(memory).content().contains("\"weights/a.pth\"").doesNotContain(root.toString());
    try (Stream<Path> left = Files.list(memory.getParent())) {
      assertThat(left).as("nothing temporary stays").containsExactly(memory);
    }
  }

  @Test
  void aFileIsReadOnce() throws IOException {
    List<Long> told = new ArrayList<>();
    ReadProgress progress = (read, done, total) -> told.add(done * 100 / total);
    String digest = again().of(file, progress);
    assertThat(digest).isEqualTo(Sha256.of("one"));
    assertThat(told).contains(100L);
    told.clear();
    assertThat(again().of(file, progress)).isEqualTo(digest);
    assertThat(told).isEmpty();
    write(file, "another");
    assertThat(again().of(file, progress)).isEqualTo(Sha256.of("another"));
  }

  @Test
  void whatElseWasFoundIsAskedForByItsWords() {
    RememberedDigests digests = again();
    digests.put(file, ONE, "an image of 4 x 3 pixels");
    digests.flush();
    assertThat(again().known(file)).contains(ONE);
    assertThat(again().known(file, "an image of 4 x 3 pixels")).contains(ONE);
    assertThat(again().known(file, "an image of 3 x 4 pixels")).isEmpty();
    remember(file, ONE);
    assertThat(again().known(file, "an image of 4 x 3 pixels")).isEmpty();
  }

  @Test
  void filesOfAnotherFolderAreRememberedWhereTheMemoryLies() throws IOException {
    Path other = Files.createDirectories(root.resolveSibling("photos")).resolve("a.jpg");
    write(other, "a");
    RememberedDigests digests =
        new RememberedDigests(root, root.resolveSibling("photos"), "photos");
    digests.put(other, TWO);
    digests.flush();
    assertThat(new RememberedDigests(root, root.resolveSibling("photos"), "photos").known(other))
        .contains(TWO);
    assertThat(memory.resolveSibling("photos.json")).content().contains("\"a.jpg\"");
    assertThat(again().known(other)).isEmpty();
  }

  @Test
  void aFolderThatMovedKnowsItsFiles() throws IOException {
    remember(file, ONE);
    Path moved = Files.move(root, root.resolveSibling("moved"));
    assertThat(new RememberedDigests(moved).known(moved.resolve("weights/a.pth"))).contains(ONE);
  }

  @Test
  void aFileThatChangedIsUnknown() throws IOException {
    FileTime time = Files.getLastModifiedTime(file);
    remember(file, ONE);
    Files.writeString(file, "two");
    assertThat(again().known(file)).as("another time").isEmpty();
    Files.writeString(file, "longer");
    Files.setLastModifiedTime(file, time);
    assertThat(again().known(file)).as("another size").isEmpty();
    remember(file, TWO);
    assertThat(again().known(file)).contains(TWO);
    Files.delete(file);
    assertThat(again().known(file)).isEmpty();
  }

  @Test
  void aFileOfTheSameSizeAndTimeIsUnknownWhereTheSystemTells() throws IOException {
    assumeTrue(
        file.getFileSystem().supportedFileAttributeViews().contains("unix"),
        "this system has no time of change that a copy cannot set");
    FileTime time = Files.getLastModifiedTime(file);
    remember(file, ONE);
    Files.writeString(file, "two");
    Files.setLastModifiedTime(file, time);
    assertThat(again().known(file)).isEmpty();
  }

  @Test
  void whatChangesWhileItIsReadIsNotRemembered() throws IOException {
    RememberedDigests digests = again();
    digests.known(file);
    write(file, "changed meanwhile");
    digests.put(file, ONE);
    assertThat(digests.known(file)).isEmpty();
  }

  @Test
  void whatWasWrittenJustNowIsNotRemembered() throws IOException {
    Files.writeString(file, "new");
    remember(file, ONE);
    assertThat(again().known(file)).isEmpty();
  }

  @Test
  void filesOutsideAreNotRemembered() throws IOException {
    Path outside = root.resolveSibling("b.pth");
    write(outside, "b");
    remember(outside, ONE);
    remember(root.resolve("../b.pth"), ONE);
    assertThat(again().known(outside)).isEmpty();
    assertThat(memory).doesNotExist();
  }

  @Test
  void twoThatAddKeepBoth() throws IOException {
    Path other = root.resolve("b.pth");
    write(other, "b");
    RememberedDigests first = again();
    RememberedDigests second = again();
    first.put(file, ONE);
    second.put(other, TWO);
    first.flush();
    second.flush();
    assertThat(again().known(file)).contains(ONE);
    assertThat(again().known(other)).contains(TWO);
  }

  @Test
  void aDamagedMemoryIsAsGoodAsNone() throws IOException {
    remember(file, ONE);
    String good = Files.readString(memory);
    for (String bad :
        new String[] {
          "",
          "{",
          "[1]",
          "null",
          "{\"weights/a.pth\": null}",
          "{\"weights/a.pth\": 3}",
          good.replace(ONE, "hello"),
          good.replace("\"sha256\"", "\"x\"")
        }) {
      Files.writeString(memory, bad);
      assertThat(again().known(file)).as(bad).isEmpty();
    }
    remember(file, ONE);
    assertThat(again().known(file)).contains(ONE);
  }

  @Test
  void aMemoryThatCannotBeWrittenLastsAsLongAsTheProcess() throws IOException {
    Files.writeString(root.resolve(".sdptbench"), "a file where the folder should be");
    RememberedDigests digests = again();
    digests.put(file, ONE);
    digests.flush();
    assertThat(digests.known(file)).contains(ONE);
    assertThat(again().known(file)).isEmpty();
  }

  /** COCO, LVIS, VOC and ODinW together are about 330,000 images. */
  @Test
  @Tag("slow")
  void aMillionFilesAreRemembered() throws IOException {
    remember(file, ONE);
    int images = 1_000_000;
    String entry =
        Files.readString(memory).lines().filter(l -> l.contains(ONE)).findFirst().orElseThrow();
    try (BufferedWriter out = Files.newBufferedWriter(memory)) {
      out.write("{");
      for (int i = 0; i < images; i++) {
        out.write(
            String.format(
                Locale.ROOT,
                """
                "coco/train2017/%012d.jpg":{"state":"163840 1790000000000000000 1790000000000000000",\
                "sha256":"%064x","found":"an image of %s x 480 pixels"},
                """,
                i,
                i,
                400 + i % 240));
      }
      out.write(entry.replace(ONE, TWO));
      out.write(entry.endsWith("}}") ? "" : "}");
    }
    assertThat(Files.size(memory)).isGreaterThan(150L << 20);
    assertThat(again().known(file)).contains(TWO);
    Path other = root.resolve("b.pth");
    write(other, "b");
    remember(other, ONE);
    assertThat(again().known(file)).contains(TWO);
    assertThat(again().known(other)).contains(ONE);
    try (Stream<String> lines = Files.lines(memory)) {
      assertThat(lines.filter(line -> line.contains("train2017")).count()).isEqualTo(images);
    }
  }
}
