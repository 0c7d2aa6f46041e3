package org.sdptbench.harness.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.vision.ImageSize;
import org.sdptbench.glip.vision.PreparedImage;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.RgbImage;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Picture.Region;
import org.sdptbench.reports.record.RunRecord;

class TestPicturesTest {
  private static final RunRecord.Task TASK = new RunRecord.Task("suite 1", "../a", 0);
  private static final Box BOX = new Box(1, 2, 3, 4);

  private final Path folder;

  private final TestPictures pictures =
      new TestPictures(
          new Glip(GlipConfig.MINI), new Pass(Params.none(), Adaptation.none()), List.of());

  TestPicturesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** Three images of 3 x 2 pixels, all grey of the level of their ids. */
  private static DetectionDataset data() {
    return new DetectionDataset(
        "three",
        List.of(new Category(4, "fish"), new Category(9, "shark")),
        List.of(
            new ImageInfo(5, "x.jpg", 3, 2),
            new ImageInfo(7, "y.jpg", 3, 2),
            new ImageInfo(8, "z.jpg", 3, 2)),
        List.of(
            new Annotation(1, 5, 9, BOX, 12, false),
            new Annotation(2, 5, 4, BOX, 12, true),
            new Annotation(3, 8, 4, BOX, 12, false)),
        info -> {
          byte[] rgb = new byte[18];
          Arrays.fill(rgb, (byte) info.id());
          rgb[0] = (byte) 200;
          return new RgbImage(3, 2, rgb);
        });
  }

  private List<Picture> take(int count, List<Detection> detections) throws Exception {
    ImageSize size = new ImageSize(3, 2);
    TaskImage image =
        new TaskImage(0, new PreparedImage(size, size, new byte[18]), List.of(), List.of());
    return pictures.of(TASK, data(), List.of(image, image, image), detections, count, 0, folder);
  }

  @Test
  void theFirstImagesAreKeptWithTruthAndDetections() throws Exception {
    List<Picture> taken =
        take(
            2,
            List.of(
                new Detection(5, 4, BOX, 0.3),
                new Detection(7, 4, BOX, 0.049),
                new Detection(5, 9, BOX, 0.9),
                new Detection(8, 9, BOX, 0.9)));
    assertThat(taken).hasSize(2);
    Picture first = taken.get(0);
    assertThat(first.truth()).containsExactly(new Region("shark", 1, 2, 3, 4, null));
    assertThat(first.detections())
        .containsExactly(new Region("shark", 1, 2, 3, 4, 0.9), new Region("fish", 1, 2, 3, 4, 0.3));
    assertThat(first.attention()).isEmpty();
    assertThat(taken.get(1).truth()).isEmpty();
    assertThat(taken.get(1).detections()).as("too faint").isEmpty();
    assertThat(take(0, List.of())).isEmpty();
    assertThat(take(16, List.of())).as("there are no more").hasSize(3);
  }

  @Test
  void onlyTheSurestDetectionsAreKept() throws Exception {
    List<Detection> many = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      many.add(new Detection(5, 4, BOX, i / 30.0));
    }
    List<Region> kept = take(1, many).get(0).detections();
    assertThat(kept).hasSize(20);
    assertThat(kept.get(0).score()).isEqualTo(1);
    assertThat(kept.get(19).score()).isEqualTo(11 / 30.0);
  }

  @Test
  void theFileHasTheNameAndThePixelsOfTheImage() throws Exception {
    Picture picture = take(1, List.of()).get(0);
    assertThat(picture.file()).matches("pictures/suite-1_---a/5-[0-9a-f]{8}\\.png");
    BufferedImage image = ImageIO.read(folder.resolve(picture.file()).toFile());
    assertThat(image.getRGB(0, 0)).isEqualTo(0xffc80505);
    assertThat(image.getRGB(2, 1)).isEqualTo(0xff050505);
    byte[] bytes = Files.readAllBytes(folder.resolve(picture.file()));
    assertThat(take(1, List.of())).containsExactly(picture);
    assertThat(folder.resolve(picture.file())).hasBinaryContent(bytes);
    assertThat(take(2, List.of()).get(1).file()).contains("/7-");
  }
}
