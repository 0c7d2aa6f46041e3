package org.sdptbench.harness.data.odinw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.testing.OwnReef;

/** Folders of ODinW, each with the images of a small data set. */
class OdinwFamilyTest {
  private final Path data;

  OdinwFamilyTest(@TempDir Path data) {
    this.data = data;
  }

  private void write(OdinwDataset dataset) throws IOException {
    OwnReef reef = new OwnReef(data.resolve("elsewhere"));
    reef.write();
    Path from = data.resolve("elsewhere/own/reef/train");
    for (OdinwSplit split : dataset.splits()) {
      Path folder = dataset.imageFolder(data.resolve("odinw"), split);
      Files.createDirectories(folder);
      for (String image : List.of("a.png", "b.png")) {
        Files.copy(from.resolve(image), folder.resolve(image));
      }
      Files.copy(
          from.resolve("_annotations.coco.json"),
          dataset.annotationFile(data.resolve("odinw"), split));
    }
  }

  @Test
  void theSmallSplitValidatesWhereThereIsOne() throws IOException {
    write(OdinwDataset.EGO_HANDS);
    write(OdinwDataset.VEHICLES);
    write(OdinwDataset.RACCOON);
    Datasets datasets = new Datasets(Optional.of(data));
    assertThat(datasets.open("odinw/EgoHands").validation().name())
        .isEqualTo("odinw13/EgoHands/minival");
    assertThat(datasets.open("odinw/VehiclesOpenImages").validation().name())
        .isEqualTo("odinw13/VehiclesOpenImages/minival");
    assertThat(datasets.open("odinw/Raccoon").validation().name()).isEqualTo("odinw13/Raccoon/val");
    assertThat(datasets.digest("odinw/EgoHands")).isPresent();
    Files.delete(OdinwDataset.EGO_HANDS.annotationFile(data.resolve("odinw"), OdinwSplit.MINIVAL));
    assertThat(datasets.open("odinw/EgoHands").validation().name())
        .isEqualTo("odinw13/EgoHands/val");
    assertThat(datasets.open("odinw/EgoHands").test().name()).isEqualTo("odinw13/EgoHands/test");
  }

  /**
   * GLIP's authors drew; their files, where they are there, are the draw and a part of the data.
   */
  @Test
  void publishedFewShotDrawsAreTakenAndAreAPartOfTheData() throws IOException {
    write(OdinwDataset.RACCOON);
    Path odinw = data.resolve("odinw");
    Datasets datasets = new Datasets(Optional.of(data));
    TaskSplits before = datasets.open("odinw/Raccoon");
    assertThat(before.fewShot().draw(1, 30)).isEmpty();
    String digest = datasets.digest("odinw/Raccoon").orElseThrow();
    Path all = OdinwDataset.RACCOON.annotationFile(odinw, OdinwSplit.TRAIN);
    // Only the second image, whose class has another number in this file.
    Files.writeString(
        OdinwDataset.RACCOON.fewShotFile(odinw, OdinwSplit.TRAIN, 1, 30),
        """
        {"images": [{"id": 2, "file_name": "b.png", "width": 100, "height": 80}],
         "categories": [{"id": 7, "name": "shark"}, {"id": 8, "name": "fish"}],
         "annotations": [{"id": 1, "image_id": 2, "category_id": 7, "bbox": [5, 5, 9, 9],
                          "area": 81, "iscrowd": 0}]}
        """);
    assertThat(all).exists();
    TaskSplits task = datasets.open("odinw/Raccoon");
    DetectionDataset draw = task.fewShot().draw(1, 30).orElseThrow();
    assertThat(draw.images()).extracting(ImageInfo::fileName).containsExactly("b.png");
    assertThat(draw.categories()).isEqualTo(task.train().categories());
    assertThat(draw.annotations()).extracting(Annotation::categoryId).containsExactly(2);
    assertThat(task.fewShot().draw(1, 3)).as("another seed").isEmpty();
    assertThat(task.fewShot().draw(2, 30)).as("shots that nobody drew").isEmpty();
    assertThat(datasets.digest("odinw/Raccoon")).isPresent().isNotEqualTo(Optional.of(digest));
  }
}
