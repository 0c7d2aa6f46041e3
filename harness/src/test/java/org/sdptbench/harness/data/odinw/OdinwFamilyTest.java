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
}
