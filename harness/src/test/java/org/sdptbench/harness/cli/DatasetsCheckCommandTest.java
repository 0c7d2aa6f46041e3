package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.harness.testing.OwnReef;

class DatasetsCheckCommandTest {
  private static final Path SHARED =
      Path.of(System.getProperty("sdptbench.shared", "../shared")).resolve("data");

  private final Path data;
  private final Path folder;
  private final OwnReef reef;
  private final CommandRun commands = CommandRun.ofFake();
  private String told = "";

  DatasetsCheckCommandTest(@TempDir Path data) {
    this.data = data;
    this.folder = data.resolve("own/reef");
    this.reef = new OwnReef(data);
  }

  @BeforeEach
  void write() throws IOException {
    reef.write();
  }

  private int check(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "datasets";
    all[1] = "check";
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    int code = commands.run((Object[]) all);
    told = commands.told();
    return code;
  }

  private int check(Path place, String... more) {
    String[] all = new String[more.length + 1];
    all[0] = place.toString();
    System.arraycopy(more, 0, all, 1, more.length);
    return check(all);
  }

  @Test
  void aRightFolderIsUsable() {
    assertThat(check(folder)).as(told).isEqualTo(ExitCode.OK);
    assertThat(told)
        .isEqualTo(
            """
            %s (a folder for each split)
              train: 2 images, 2 objects of 2 classes (train/_annotations.coco.json, images in train)
                images opened: 2 colour
              valid: 2 images, 2 objects of 2 classes (valid/_annotations.coco.json, images in valid)
                images opened: 2 colour
              test: 2 images, 2 objects of 2 classes (test/_annotations.coco.json, images in test)
                images opened: 2 colour
            Usable.
            """
                .formatted(folder));
  }

  @Test
  void everythingIsSaidAtOnce() throws IOException {
    reef.annotate(
        "train",
        OwnReef.CLASSES + ", {\"id\": 3, \"name\": \"crab\"}",
        OwnReef.object(1, 1, 1, "[90, 10, 12, 30]"),
        OwnReef.object(1, 1, 1, "[10, 10, 12, 30]"),
        OwnReef.object(3, 1, 2, "[5, 5, 0, 9]").replace("\"iscrowd\": 0", "\"iscrowd\": 1"),
        OwnReef.object(4, 9, 1, "[1, 1, 9, 9]"));
    Files.writeString(folder.resolve("train/b.png"), "<html></html>");
    Files.delete(folder.resolve("valid/a.png"));
    ImageIO.write(
        new BufferedImage(50, 80, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("test/a.png").toFile());
    ImageIO.write(
        new BufferedImage(100, 80, BufferedImage.TYPE_BYTE_GRAY),
        "png",
        folder.resolve("test/b.png").toFile());
    assertThat(check(folder)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told)
        .contains(
            "train: 2 images, 2 objects of 3 classes",
            "1 object is a crowd: left out of training, ignored in the",
            "1 image shows no object",
            "1 class has no object: crab",
            "1 box reaches beyond the image: clipped for training, evaluated as annotated",
            "1 box covers a pixel or less of the image: left out of training",
            "1 image unreadable, or of another size than annotated",
            "/annotations/1/id (line 4): found 1 for a second time; allowed: each id once",
            "/annotations/3/image_id (line 4): found 9; allowed: the id of one of the 2 images",
            "b.png: found 13 bytes of no known image format: a page of HTML",
            "1 image missing",
            Path.of("valid/a.png") + ": found no such file; allowed: an image file",
            "images opened: 1 grey",
            "a.png: found 50 x 80 pixels; allowed: 100 x 80 as in the annotation file",
            "found 2 classes, without ['crab']; allowed: the 3 classes of")
        .endsWith("Not usable: 7 problems to mend.\n");
    assertThat(check(folder, "--no-images")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).doesNotContain("a page of HTML").contains("1 image missing");
  }

  @Test
  void manyProblemsOfOneKindDoNotHideTheOthers() throws IOException {
    String[] wrong = new String[150];
    for (int i = 0; i < wrong.length; i++) {
      wrong[i] =
          OwnReef.object(i, 1, 1, i < 60 ? "[1, 2, 3]" : "[1, 2, 3, 4]")
              .replace("_id\": 1, \"c", "_id\": 7, \"c");
    }
    reef.annotate("train", OwnReef.CLASSES, wrong);
    assertThat(check(folder)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told)
        .contains(
            "    150 problems:\n      train/_annotations.coco.json, /annotations/0/bbox (line 4)")
        .contains("/annotations/2/bbox (line 4)", "      and 57 more like these\n")
        .doesNotContain("/annotations/3/bbox")
        .contains("/annotations/60/image_id (line 4): found 7")
        .contains("      and 37 more like these\n      and 50 more that are not shown\n");
  }

  @ParameterizedTest
  @CsvSource({
    "annotations/instances_train2017.json, train2017, COCO's own layout, train2017",
    "train/annotations_without_background.json, train, a folder for each split, train",
    "_annotations.coco.json, ., a folder for each split, set",
    "val_annotations_without_background.json, ., 'ODinW''s layout, all splits in one folder', val",
    "lvis_v1_train.json, ../coco, LVIS's layout, train",
    "labels.json, ., one annotation file, labels",
    "labels.json, images, one annotation file, labels",
  })
  void layoutsAreRecognised(String annotations, String images, String layout, String split)
      throws IOException {
    Path set = Files.createDirectories(data.resolve("set"));
    Path file = set.resolve(annotations);
    Path folderOfImages = set.resolve(images).normalize();
    Files.createDirectories(file.getParent());
    Files.createDirectories(folderOfImages);
    Files.copy(folder.resolve("train/_annotations.coco.json"), file);
    for (String image : List.of("a.png", "b.png")) {
      Files.copy(folder.resolve("train").resolve(image), folderOfImages.resolve(image));
    }
    assertThat(check(set)).as(told).isEqualTo(ExitCode.OK);
    assertThat(told).startsWith("%s (%s)\n  %s: 2 images".formatted(set, layout, split));
    assertThat(check(file, "--images", folderOfImages.toString())).as(told).isEqualTo(ExitCode.OK);
  }

  /** It would look at other images than the user means, and say nothing of it. */
  @Test
  void imagesOfAFolderAreWhereItsLayoutSays() throws IOException {
    Path other = Files.createDirectories(data.resolve("other"));
    assertThat(check(folder, "--images", other.toString())).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told)
        .contains("--images %s: %s is a folder, whose layout says where".formatted(other, folder))
        .contains("allowed: an annotation file as DIR, or no --images");
    Path file = folder.resolve("train/_annotations.coco.json");
    assertThat(check(file, "--images", other.resolve("none").toString()))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains("none: no such folder; allowed: a folder");
  }

  @Test
  void whatIsNoDataSetIsSaidKindly() throws IOException {
    Path empty = Files.createDirectories(data.resolve("empty"));
    assertThat(check(empty)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains(empty + ": no data set in or below it; allowed: a folder with anno");
    assertThat(check(empty.resolve("none"))).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains("none: no such file or folder");
    Files.writeString(empty.resolve("package.json"), "{}");
    assertThat(check(data)).as("found below").isEqualTo(ExitCode.OK);
  }

  @Test
  void realFoldersAreUsable() {
    assumeTrue(Files.isDirectory(SHARED), "no data at " + SHARED.toAbsolutePath());
    assertThat(check(SHARED.resolve("coco-tiny"))).as(told).isEqualTo(ExitCode.OK);
    assertThat(told)
        .contains("(COCO's own layout)", "train2017: 80 images, 705 objects of 80 classes")
        .contains("val2017: 80 images, 815 objects of 80 classes");
    assertThat(check(SHARED.resolve("voc-sample"))).as(told).isEqualTo(ExitCode.OK);
    assertThat(told).contains("(PASCAL VOC's layout)", "all: 100 images", "of 20 classes");
    assertThat(check(SHARED.resolve("odinw"), "--no-images")).as(told).isEqualTo(ExitCode.OK);
    assertThat(told)
        .contains("Combined.v2-raw-1024.coco (a folder for each split)")
        .contains("train: 448 images, 3324 objects of 7 classes", "test: 63 images, 584 objects");
  }
}
