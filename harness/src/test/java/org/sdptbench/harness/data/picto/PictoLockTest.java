package org.sdptbench.harness.data.picto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.RgbImage;

class PictoLockTest {
  private static final Path LOCK = Path.of(System.getProperty("sdptbench.root"), "datasets.lock");

  /** After a wanted change of the data, the printed text replaces the section of the file. */
  @Test
  @Tag("slow")
  void everySplitIsWhatTheLockSays() throws Exception {
    PictoLock rendered = PictoLock.of(Picto.open(Picto.DEFAULT_SIDE));
    Files.writeString(Path.of("target", "datasets.lock"), rendered.yaml());
    assertThat(PictoLock.read(LOCK).differences(rendered))
        .as("the rendered lock is in harness/target/datasets.lock")
        .isEmpty();
  }

  @Test
  void aSmallSplitIsWhatTheLockSays() throws Exception {
    DetectionDataset data =
        Picto.open(Picto.DEFAULT_SIDE).task("picto-odinw13/Packages").split(Split.TRAIN);
    PictoLock.read(LOCK).verify(data);
  }

  @Test
  void theSplitsThatDecideLearningRatesAreWhatTheLockSays() throws Exception {
    PictoLock lock = PictoLock.read(LOCK);
    for (PictoTask task : Picto.open(Picto.DEFAULT_SIDE).tuning()) {
      lock.verify(task.split(Split.VALIDATION));
    }
  }

  @Test
  void oneChangedPixelOrNameIsNoticed() throws Exception {
    DetectionDataset data =
        Picto.open(Picto.DEFAULT_SIDE).task("picto-odinw13/Packages").split(Split.TRAIN);
    PictoLock lock = PictoLock.read(LOCK);
    DetectionDataset altered =
        new DetectionDataset(
            data.name(),
            data.categories(),
            data.images(),
            data.annotations(),
            image -> {
              RgbImage pixels = data.pixels().read(image);
              if (image.id() == 3) {
                pixels.rgb()[777]++;
              }
              return pixels;
            });
    assertThatThrownBy(() -> lock.verify(altered))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("picto-odinw13/Packages/train: pinned");
    List<Category> renamed = new ArrayList<>(List.of(new Category(1, "parcel")));
    assertThat(
            PictoDigest.of(
                new DetectionDataset(
                    data.name(), renamed, data.images(), data.annotations(), data.pixels())))
        .isNotEqualTo(PictoDigest.of(data));
  }

  @Test
  void badLocksAreRefused(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("datasets.lock");
    Files.writeString(file, "picto:\n  a/train: {images: 3, objects: 4, sha256: \"12\"}\n");
    assertThatThrownBy(() -> PictoLock.read(file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("picto.a/train needs");
    Files.writeString(file, "other: {}\n");
    assertThatThrownBy(() -> PictoLock.read(file)).hasMessageContaining("nothing under picto");
  }

  @Test
  void theTextReadsBack(@TempDir Path folder) throws Exception {
    TreeMap<String, PictoLock.Entry> splits = new TreeMap<>();
    splits.put("picto-x/A/train", new PictoLock.Entry(3, 9, "0123456789abcdef".repeat(4)));
    PictoLock lock = new PictoLock(splits);
    Path file = Files.writeString(folder.resolve("datasets.lock"), lock.yaml());
    assertThat(PictoLock.read(file)).isEqualTo(lock);
  }
}
