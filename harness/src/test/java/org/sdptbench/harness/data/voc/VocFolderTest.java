package org.sdptbench.harness.data.voc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.TaskSplits;

class VocFolderTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("sdptbench.shared", "../shared")).resolve("data/voc-sample");

  private static final String OBJECT =
      """
      <object><name> Person </name><difficult>1</difficult>
      <bndbox><xmin>3</xmin><ymin>1</ymin><xmax>10</xmax><ymax>12.5</ymax></bndbox>
      <part><name>head</name>
      <bndbox><xmin>4</xmin><ymin>2</ymin><xmax>5</xmax><ymax>3</ymax></bndbox></part></object>
      """;
  private static final String CAT =
      "<object><name>cat</name><bndbox><xmax>20</xmax><xmin>1</xmin><ymin>1</ymin>"
          + "<ymax>15</ymax></bndbox></object>";
  private static final String XML =
      "<annotation><filename>x.png</filename>\n<size><width>20</width><height>15</height></size>\n"
          + OBJECT
          + CAT
          + "</annotation>";

  private final Path data;
  private final Path root;
  private final VocFolder voc;

  VocFolderTest(@TempDir Path data) {
    this.data = data;
    this.root = data.resolve("voc/VOCdevkit/VOC2012");
    this.voc = new VocFolder(root);
  }

  @BeforeEach
  void write() throws IOException {
    for (String folder : List.of("Annotations", "JPEGImages", "ImageSets/Main")) {
      Files.createDirectories(root.resolve(folder));
    }
    for (String id : List.of("a", "b")) {
      Files.writeString(voc.annotations(id), XML);
      ImageIO.write(
          new BufferedImage(20, 15, BufferedImage.TYPE_3BYTE_BGR),
          "jpg",
          root.resolve("JPEGImages").resolve(id + ".jpg").toFile());
    }
    Files.writeString(voc.list("train"), "b\n");
    Files.writeString(voc.list("val"), "b \na\n\n");
  }

  @Test
  void boxesAreThoseOfGlip() throws IOException {
    DetectionDataset data = voc.open("voc/val", List.of("b", "a"));
    assertThat(data.images())
        .containsExactly(new ImageInfo(0, "b.jpg", 20, 15), new ImageInfo(1, "a.jpg", 20, 15));
    // GLIP: (3, 1, 10, 12.5) - 1 = (2, 0, 9, 11.5), whose width is 9 - 2 + 1 = 8.
    assertThat(data.annotations())
        .startsWith(
            new Annotation(1, 0, 15, new Box(2, 0, 8, 12.5), 100, true),
            new Annotation(2, 0, 8, new Box(0, 0, 20, 15), 300, false))
        .hasSize(4);
    assertThat(data.categories()).hasSize(20).contains(new Category(15, "person"));
  }

  @Test
  void itIsADataSetOfTheCatalog() throws IOException {
    Datasets datasets = new Datasets(Optional.of(data));
    String digest = datasets.digest("voc2012").orElseThrow();
    TaskSplits task = datasets.open("voc2012");
    assertThat(task.train().images()).extracting(ImageInfo::fileName).containsExactly("b.jpg");
    assertThat(task.validation().images()).hasSize(2);
    assertThat(task.test()).isSameAs(task.validation());
    assertThat(datasets.classes("voc2012"))
        .startsWith("aeroplane", "bicycle")
        .endsWith("tvmonitor");
    Files.writeString(voc.annotations("a"), XML.replace("<xmin>3", "<xmin>4"));
    assertThat(new Datasets(Optional.of(data)).digest("voc2012")).isPresent().isNotEqualTo(digest);
    Files.delete(voc.list("train"));
    assertThat(datasets.digest("voc2012")).isEmpty();
    assertThat(datasets.remedy("voc2012"))
        .isEqualTo(
            "%s has no %s; ./sdptbench datasets fetch voc2012 --data DIR"
                .formatted(root, Path.of("ImageSets/Main/train.txt")));
  }

  @Test
  void otherClassesAreNotThoseOfVoc() throws IOException {
    Files.writeString(voc.annotations("b"), XML.replace("cat", "reef fish"));
    assertThatThrownBy(() -> new Datasets(Optional.of(data)).open("voc2012"))
        .hasMessageContaining(
            "found files with the classes cat, person, reef fish; allowed: the 20");
    assertThat(voc.open("own", List.of("b")).categories())
        .containsExactly(new Category(1, "person"), new Category(2, "reef fish"));
  }

  @Test
  void theImageIsThatOfTheIdOrElseTheNamedOne() throws IOException {
    Path images = root.resolve("JPEGImages");
    Files.delete(images.resolve("a.jpg"));
    assertThatThrownBy(() -> voc.open("v", List.of("a")))
        .hasMessageContaining("a.jpg: found no such file");
    Files.createFile(images.resolve("x.png"));
    assertThat(voc.open("v", List.of("a", "b")).images())
        .extracting(ImageInfo::fileName)
        .containsExactly("x.png", "b.jpg");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "<xmin>3</xmin> | <xmin>three</xmin> | /annotation/object[1]/bndbox/xmin (line 4) | 'three' |"
            + " a number of pixels",
        "<xmin>3</xmin> | <xmin>NaN</xmin> | /annotation/object[1]/bndbox/xmin | 'NaN' | a number",
        "<xmin>3</xmin> | <xmin>1e300</xmin> | /annotation/object[1]/bndbox/xmin | '1e300' | a"
            + " number",
        "<xmin>3</xmin> | `` | /annotation/object[1]/bndbox/xmin | nothing | a number of pixels",
        "<xmin>3</xmin> | <xmin>3</xmin><xmin>4</xmin> | /annotation/object[1]/bndbox/xmin | 4 as"
            + " well | one <xmin>",
        "<xmax>10</xmax> | <xmax>2</xmax> | /annotation/object[1]/bndbox | xmin 3.0, ymin 1.0, xmax"
            + " 2.0 | xmax of at least xmin",
        "<name>cat</name> | <name/> | /annotation/object[2]/name | nothing | the name of a class",
        "<difficult>1 | <difficult>2 | /annotation/object[1]/difficult | '2' | 0, 1",
        "<width>20 | <width>0 | /annotation/size/width (line 2) | '0' | a whole number from 1",
        "<width>20</width> | `` | /annotation/size/width | nothing | a whole number from 1",
        "<width>20</width><height>15 | <width>99999</width><height>99999 | /annotation/size | 99999"
            + " x 99999 pixels | at most 67108864 pixels",
        "annotation> | html> | line 1 | the root <html> | <annotation>",
        "</size> | </sizes> | line 2 | damaged XML | XML without",
      })
  void namesFilePlaceFoundAndAllowed(
      String from, String to, String place, String found, String allowed) throws IOException {
    assertThat(XML).contains(from);
    Path file = Files.writeString(voc.annotations("a"), XML.replace(from, to));
    DatasetException e =
        catchThrowableOfType(DatasetException.class, () -> voc.open("v", List.of("a", "b")));
    assertThat(e).hasMessageContainingAll(file + ", " + place, found, allowed);
    assertThat(e.count()).isEqualTo(1);
  }

  @Test
  void nothingIsFetchedOrExpanded() throws IOException {
    Path secret = Files.writeString(data.resolve("secret.txt"), "cat");
    for (String type :
        List.of(
            "<!DOCTYPE annotation [<!ENTITY x SYSTEM \"" + secret.toUri() + "\">]>",
            "<!DOCTYPE annotation [<!ENTITY x \"cat\">]>",
            "<!DOCTYPE annotation [<!ENTITY y \"zzzz\"><!ENTITY x \"&y;&y;&y;&y;\">]>",
            "<!DOCTYPE annotation SYSTEM \"" + secret.toUri() + "\">",
            "")) {
      Files.writeString(voc.annotations("a"), type + XML.replace(">cat<", ">&x;<"));
      assertThatThrownBy(() -> voc.open("v", List.of("a")))
          .as(type)
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("allowed: XML without a document type");
    }
  }

  @Test
  void textIsUtf8WithOrWithoutAByteOrderMark() throws IOException {
    Files.writeString(voc.annotations("a"), "\ufeff<?xml version=\"1.0\"?>" + XML);
    assertThat(voc.open("v", List.of("a")).annotations()).hasSize(2);
    Files.write(
        voc.annotations("a"),
        XML.replace("cat", "k\u00e4fer").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> voc.open("v", List.of("a")))
        .hasMessageContaining("a.xml: found bytes that are not UTF-8; allowed: XML in UTF-8");
    Files.writeString(voc.annotations("a"), XML.replace("cat", "k\u00e4fer"));
    assertThat(voc.open("v", List.of("a")).categories())
        .extracting(Category::name)
        .containsExactly("k\u00e4fer", "person");
  }

  @Test
  void hugeAndDeepFilesAreRefused() throws IOException {
    Files.writeString(voc.annotations("a"), "<annotation>" + " ".repeat(1 << 20));
    assertThatThrownBy(() -> voc.open("v", List.of("a")))
        .hasMessageContaining("found 1048588 bytes; allowed: at most 1048576 bytes");
    Files.writeString(voc.annotations("a"), "<annotation>" + "<a>".repeat(300_000));
    assertThatThrownBy(() -> voc.open("v", List.of("a"))).isInstanceOf(DatasetException.class);
  }

  @Test
  void mistakesInListsNameTheLine() throws IOException {
    Files.writeString(voc.list("val"), "a\n../a\nb\na\n/etc/passwd\n");
    DatasetProblems problems = new DatasetProblems();
    assertThat(voc.ids("val", problems)).containsExactly("a", "b");
    assertThatThrownBy(problems::throwIfAny)
        .hasMessageContainingAll(
            "val.txt, line 2: found '../a'",
            "val.txt, line 4: found 'a' for a second time",
            "val.txt, line 5: found '/etc/passwd'");
  }

  /** Counted in the text of the files, without a parser. */
  @Test
  void readsTheSample() throws IOException {
    assumeTrue(Files.isDirectory(SAMPLE), "no data at " + SAMPLE.toAbsolutePath());
    VocFolder sample = new VocFolder(SAMPLE);
    List<String> ids = sample.ids();
    DetectionDataset data = sample.open("voc", ids);
    assertThat(data.images()).hasSize(100);
    assertThat(data.categories()).extracting(Category::name).isEqualTo(VocFolder.CLASSES);
    Pattern corners =
        Pattern.compile(
            "<bndbox>\\s*<xmin>(\\d+)</xmin>\\s*<ymin>(\\d+)</ymin>\\s*<xmax>(\\d+)</xmax>"
                + "\\s*<ymax>(\\d+)</ymax>");
    int at = 0;
    int difficult = 0;
    for (String id : ids) {
      String text = Files.readString(sample.annotations(id), StandardCharsets.UTF_8);
      difficult += text.split("<difficult>1", -1).length - 1;
      Matcher boxes = corners.matcher(text.replaceAll("(?s)<part>.*?</part>", ""));
      for (; boxes.find(); at++) {
        double left = Double.parseDouble(boxes.group(1));
        double top = Double.parseDouble(boxes.group(2));
        assertThat(data.annotations().get(at).box())
            .isEqualTo(
                new Box(
                    left - 1,
                    top - 1,
                    Double.parseDouble(boxes.group(3)) - left + 1,
                    Double.parseDouble(boxes.group(4)) - top + 1));
      }
    }
    assertThat(data.annotations()).hasSize(at).hasSizeGreaterThan(200);
    assertThat(data.annotations()).filteredOn(Annotation::crowd).hasSize(difficult);
    for (ImageInfo image : data.images()) {
      assertThat(data.pixels().read(image).width()).isEqualTo(image.width());
    }
  }
}
