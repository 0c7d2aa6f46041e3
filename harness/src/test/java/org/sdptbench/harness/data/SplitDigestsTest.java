package org.sdptbench.harness.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are made an hour old: a memory trusts no file that was written just now. */
class SplitDigestsTest {
  private final Path data;
  private final Path annotations;
  private final ImageFolder folder;
  private final List<ImageInfo> images =
      List.of(
          new ImageInfo(1, "a.png", 10, 8),
          new ImageInfo(2, "b.png", 10, 8),
          new ImageInfo(3, "b.png", 10, 8));
  private final List<String> told = new ArrayList<>();

  SplitDigestsTest(@TempDir Path root) {
    this.data = root.resolve("data");
    this.annotations = data.resolve("set/a.json");
    this.folder = new ImageFolder(data.resolve("set"));
  }

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(folder.folder());
    Files.writeString(annotations, "{}");
    old(annotations);
    image("a.png", 10, 1);
    image("b.png", 10, 2);
  }

  private void image(String name, int width, int colour) throws IOException {
    BufferedImage image = new BufferedImage(width, 8, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, colour);
    ImageIO.write(image, "png", folder.file(name).toFile());
    old(folder.file(name));
  }

  private static void old(Path file) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
  }

  private String digest(List<ImageInfo> infos) throws IOException {
    told.clear();
    return new SplitDigests(
            Optional.of(data), (what, done, total) -> told.add(what + " " + done + "/" + total))
        .sha256("reef", List.of(annotations), folder, infos);
  }

  @Test
  void itIsTheDigestOfTheFilesWhetherTheyAreRememberedOrNot() throws IOException {
    String plain = DatasetDigest.sha256(annotations, folder, images);
    assertThat(digest(images)).isEqualTo(plain);
    assertThat(told)
        .containsExactly(
            "reef: digests of images 1/3",
            "reef: digests of images 2/3",
            "reef: digests of images 3/3");
    assertThat(digest(images)).isEqualTo(plain);
    assertThat(
            new SplitDigests(Optional.empty(), FileProgress.SILENT)
                .sha256("reef", List.of(annotations), folder, images))
        .isEqualTo(plain);
  }

  /** What is not read again cannot be missed: its content is changed behind the memory's back. */
  @Test
  void whatIsRememberedIsNotReadAgain() throws IOException {
    String first = digest(images);
    Path memory = data.resolve(".sdptbench/read.json");
    String known = DatasetDigest.read(folder.file("a.png"));
    Files.writeString(memory, Files.readString(memory).replace(known, "f".repeat(64)));
    assertThat(digest(images)).as("the memory's word is taken").isNotEqualTo(first);
    Files.delete(memory);
    assertThat(digest(images)).isEqualTo(first);
  }

  @Test
  void aChangedFileIsNoticed() throws IOException {
    String first = digest(images);
    image("b.png", 10, 3);
    Files.setLastModifiedTime(
        folder.file("b.png"), FileTime.from(Instant.now().minus(Duration.ofMinutes(20))));
    String second = digest(images);
    assertThat(second)
        .isNotEqualTo(first)
        .isEqualTo(DatasetDigest.sha256(annotations, folder, images));
    Files.writeString(annotations, "{ }");
    assertThat(digest(images)).isEqualTo(DatasetDigest.sha256(annotations, folder, images));
    Files.delete(folder.file("a.png"));
    assertThatThrownBy(() -> digest(images)).hasMessageContaining("a.png: found no such file");
  }

  @Test
  void sizesAreCheckedAgainWhereAnnotationsSayOthers() throws IOException {
    digest(images);
    List<ImageInfo> other = List.of(new ImageInfo(1, "a.png", 9, 8), images.get(1));
    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(() -> digest(other))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("a.png: found 10 x 8 pixels; allowed: 9 x 8");
    }
    assertThat(digest(images)).isEqualTo(DatasetDigest.sha256(annotations, folder, images));
  }

  @Test
  void allThatIsWrongIsReportedAtOnce() throws IOException {
    image("a.png", 11, 1);
    Files.writeString(folder.file("b.png"), "no image");
    assertThatThrownBy(() -> digest(images.subList(0, 2)))
        .hasMessageStartingWith("2 problems:")
        .hasMessageContainingAll("a.png: found 11 x 8 pixels", "b.png: found 8 bytes of no known");
  }

  @Test
  void filesElsewhereAreRememberedInTheFolderOfData() throws IOException {
    Path elsewhere = Files.move(folder.folder(), data.resolveSibling("photos"));
    Path moved = elsewhere.resolve("a.json");
    SplitDigests digests = new SplitDigests(Optional.of(data), FileProgress.SILENT);
    digests.sha256("reef", List.of(moved), new ImageFolder(elsewhere), images);
    assertThat(data.resolve(".sdptbench/read-elsewhere.json")).content().contains("photos/a.png");
    assertThat(elsewhere.resolve(".sdptbench")).doesNotExist();
  }

  @Test
  void aFolderThatCannotBeWrittenToIsReadAllTheSame() throws IOException {
    Files.writeString(data.resolve(".sdptbench"), "a file where the folder would be");
    assertThat(digest(images)).isEqualTo(DatasetDigest.sha256(annotations, folder, images));
    assertThat(digest(images)).isEqualTo(DatasetDigest.sha256(annotations, folder, images));
  }
}
