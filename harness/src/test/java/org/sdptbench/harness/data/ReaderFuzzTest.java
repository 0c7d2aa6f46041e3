package org.sdptbench.harness.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.data.coco.CocoFile;
import org.sdptbench.harness.data.own.OwnTaskFile;
import org.sdptbench.harness.data.voc.VocFolder;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.testing.Mutations;

/**
 * Readers of files that others made, on damaged ones: each is read or refused, at once and within
 * bounded memory. {@code -Dsdptbench.fuzz=100000} tries as many of each kind.
 */
class ReaderFuzzTest {
  private static final int COUNT = Integer.getInteger("sdptbench.fuzz", 2000);
  private static final long SEED = 20_240_901;
  private static final long MOST_NANOS = Duration.ofSeconds(5).toNanos();
  private static final long MEBIBYTE = 1 << 20;

  private static final String COCO =
      """
      {"info": {"year": 2017}, "licenses": [{"id": 1}],
       "images": [{"id": 7, "file_name": "a.jpg", "width": 100, "height": 50, "license": 1},
                  {"id": 9, "file_name": "x/b.jpg", "width": 5, "height": 5}],
       "annotations": [{"id": 1, "image_id": 7, "category_id": 3, "bbox": [10, 10.5, 20, 2e1],
                        "area": 123.5, "iscrowd": 0, "segmentation": [[1, 2.5, 3, 4, 5, 6]]},
                       {"id": 2, "image_id": 9, "category_id": 5, "bbox": [-1, 0, 2, 2], "area": 4,
                        "iscrowd": 1, "segmentation": {"counts": [3, 4], "size": [5, 5]}}],
       "categories": [{"id": 3, "name": "cat"}, {"id": 5, "name": "traffic light"}]}
      """;
  private static final String LVIS =
      """
      {"images": [{"id": 7, "width": 100, "height": 50, "neg_category_ids": [4, 5],
                   "not_exhaustive_category_ids": [3],
                   "coco_url": "http://images.example.org/val2017/000000000007.jpg"}],
       "categories": [{"id": 3, "name": "cat", "frequency": "r", "synset": "cat.n.01"},
                      {"id": 4, "name": "dog_collar", "frequency": "f"}],
       "annotations": [{"id": 1, "image_id": 7, "category_id": 3, "area": 4, "bbox": [1, 1, 2, 2],
                        "segmentation": [[1.5, 2, 3, 4, 5, 6]]}]}
      """;
  private static final String VOC =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <annotation>
        <folder>VOC2012</folder><filename>a.jpg</filename>
        <size><width>486</width><height>500</height><depth>3</depth></size>
        <segmented>0</segmented>
        <object>
          <name>person</name><pose>Left</pose><truncated>0</truncated><difficult>0</difficult>
          <bndbox><xmin>174</xmin><ymin>101</ymin><xmax>349</xmax><ymax>351.5</ymax></bndbox>
          <part><name>head</name>
            <bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></part>
        </object>
      </annotation>
      """;
  private static final String YAML =
      """
      # reef
      train: {annotations: a/train.json, images: a}
      valid: {annotations: "b/valid.json", images: /b}
      test:
        annotations: 'c/test.json'
        images: c
      """;

  private final Path folder;

  ReaderFuzzTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Reads a file, or refuses it by an exception that its reader declares. */
  @FunctionalInterface
  private interface Reader {
    void read(Path file) throws IOException, InvalidInputException;
  }

  @Test
  void annotationsInTheFormOfCoco() throws IOException {
    fuzz(List.of(text(COCO), text(LVIS)), "a.json", 64, CocoFile::read);
  }

  @Test
  void annotationsInTheFormOfVoc() throws IOException {
    Files.createDirectories(folder.resolve("voc/Annotations"));
    VocFolder voc = new VocFolder(folder.resolve("voc"));
    fuzz(
        List.of(text(VOC)),
        "voc/Annotations/a.xml",
        64,
        file -> {
          DatasetProblems problems = new DatasetProblems();
          voc.read("voc", List.of("a"), problems);
          problems.throwIfAny();
        });
  }

  @Test
  void listsOfVoc() throws IOException {
    Files.createDirectories(folder.resolve("voc/ImageSets/Main"));
    VocFolder voc = new VocFolder(folder.resolve("voc"));
    fuzz(
        List.of(text("2007_000027\n2007_000032\n2008_001234  \n")),
        "voc/ImageSets/Main/train.txt",
        64,
        file -> {
          DatasetProblems problems = new DatasetProblems();
          voc.ids("train", problems);
          problems.throwIfAny();
        });
  }

  @Test
  void tasksOfAUsersOwn() throws IOException {
    fuzz(List.of(text(YAML)), "reef.yaml", 64, file -> new OwnTaskFile(file).read("own/reef"));
  }

  /** Of the size that annotations say, as training reads them. */
  @Test
  void imagesOfKnownSize() throws IOException {
    fuzz(images(), "a.image", 128, file -> ImageFiles.read(file, 31, 17));
  }

  /** Of any size up to the most, as a user's single image is read. */
  @Test
  void imagesOfUnknownSize() throws IOException {
    fuzz(images(), "a.image", 4096, ImageFiles::read);
  }

  private void fuzz(List<byte[]> originals, String name, long mebibytes, Reader reader)
      throws IOException {
    Mutations mutations = new Mutations(SEED);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Path file = folder.resolve(name);
    int read = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] content = mutations.of(originals.get(i % originals.size()));
      Files.write(file, content);
      long allocated = threads.getCurrentThreadAllocatedBytes();
      long begun = threads.getCurrentThreadCpuTime();
      try {
        reader.read(file);
        read++;
      } catch (IOException | InvalidInputException e) {
        assertThat(e.getMessage()).as("input %s of %s", i, name).isNotBlank();
      } catch (RuntimeException | Error e) {
        Path kept = Files.write(Path.of("target", "fuzz-" + file.getFileName()), content);
        throw new AssertionError("input %s of %s, kept as %s".formatted(i, name, kept), e);
      }
      assertThat(threads.getCurrentThreadCpuTime() - begun)
          .as("time of the processor for input %s", i)
          .isLessThan(MOST_NANOS);
      assertThat(threads.getCurrentThreadAllocatedBytes() - allocated)
          .as("bytes of memory for input %s", i)
          .isLessThan(mebibytes * MEBIBYTE);
    }
    assertThat(read).as("of %s, some are read and some refused", COUNT).isBetween(1, COUNT - 1);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static List<byte[]> images() throws IOException {
    List<byte[]> images = new ArrayList<>();
    for (int type :
        new int[] {
          BufferedImage.TYPE_3BYTE_BGR,
          BufferedImage.TYPE_BYTE_GRAY,
          BufferedImage.TYPE_BYTE_INDEXED
        }) {
      BufferedImage image = new BufferedImage(31, 17, type);
      for (int y = 0; y < 17; y++) {
        for (int x = 0; x < 31; x++) {
          image.setRGB(x, y, ((x * 8) << 16) | ((y * 15) << 8) | ((x + y) * 5));
        }
      }
      for (String format : List.of("png", "jpeg", "gif", "bmp", "tiff")) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (ImageIO.write(image, format.toLowerCase(Locale.ROOT), out)) {
          images.add(out.toByteArray());
        }
      }
    }
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream inks = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(inks)) {
      writer.setOutput(out);
      writer.write(new IIOImage(Raster.createInterleavedRaster(0, 31, 17, 4, null), null, null));
    }
    images.add(inks.toByteArray());
    return images;
  }
}
