package org.sdptbench.harness.data.odinw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Paths as GLIP's configurations write them. */
class OdinwDatasetTest {
  private static final Path ROOT = Path.of("odinw");

  @Test
  void followsGlipsFolders() {
    assertThat(OdinwDataset.values()).hasSize(13);
    assertThat(OdinwDataset.AERIAL_MARITIME_DRONE.annotationFile(ROOT, OdinwSplit.VAL))
        .isEqualTo(
            Path.of("odinw/AerialMaritimeDrone/large/valid/annotations_without_background.json"));
    assertThat(OdinwDataset.EGO_HANDS.imageFolder(ROOT, OdinwSplit.MINIVAL))
        .isEqualTo(Path.of("odinw/EgoHands/generic/mini_val"));
    assertThat(OdinwDataset.PISTOLS.annotationFile(ROOT, OdinwSplit.VAL))
        .isEqualTo(Path.of("odinw/pistols/export/val_annotations_without_background.json"));
    assertThat(OdinwDataset.PISTOLS.imageFolder(ROOT, OdinwSplit.TEST))
        .isEqualTo(Path.of("odinw/pistols/export"));
    assertThat(OdinwDataset.PASCAL_VOC.annotationFile(ROOT, OdinwSplit.TEST))
        .isEqualTo(OdinwDataset.PASCAL_VOC.annotationFile(ROOT, OdinwSplit.VAL));
  }

  @Test
  void followsGlipsFewShotNames() {
    assertThat(OdinwDataset.RACCOON.fewShotFile(ROOT, OdinwSplit.VAL, 10, 300))
        .isEqualTo(
            Path.of("odinw/Raccoon/Raccoon.v2-raw.coco/valid/fewshot_val_shot10_seed300.json"));
    assertThat(OdinwDataset.VEHICLES.fewShotFile(ROOT, OdinwSplit.MINIVAL, 1, 3))
        .isEqualTo(
            Path.of("odinw/VehiclesOpenImages/416x416/mini_val/fewshot_minival_shot1_seed3.json"));
    assertThat(OdinwDataset.PISTOLS.fewShotFile(ROOT, OdinwSplit.TRAIN, 5, 30))
        .isEqualTo(Path.of("odinw/pistols/export/fewshot_train_shot5_seed30.json"));
    assertThatThrownBy(() -> OdinwDataset.RACCOON.fewShotFile(ROOT, OdinwSplit.TRAIN, 2, 3))
        .hasMessageContaining("shots 2")
        .hasMessageContaining("[1, 3, 5, 10]");
  }

  @Test
  void refusesUnknownNamesAndSplits() {
    assertThat(OdinwDataset.of("pothole")).isEqualTo(OdinwDataset.POTHOLE);
    assertThatThrownBy(() -> OdinwDataset.of("Aquarius"))
        .hasMessageContaining("'Aquarius'")
        .hasMessageContaining("Aquarium");
    assertThatThrownBy(() -> OdinwDataset.AQUARIUM.imageFolder(ROOT, OdinwSplit.MINIVAL))
        .hasMessageContaining("split of Aquarium");
  }
}
