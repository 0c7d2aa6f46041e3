package org.sdptbench.harness.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.data.coco.CocoFile;
import org.sdptbench.harness.data.coco.SplitFiles;
import org.sdptbench.harness.data.odinw.OdinwDataset;
import org.sdptbench.harness.data.odinw.OdinwSplit;
import org.sdptbench.harness.eval.CocoEvaluator;

/** Real photographs and annotations, where they are at hand. */
class RealDatasetsTest {
  private static final Path DATA =
      Path.of(System.getProperty("sdptbench.shared", "../shared")).resolve("data");

  private final Path folder;

  RealDatasetsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void opensAquarium() throws IOException {
    Path odinw = require("odinw");
    DetectionDataset train = OdinwDataset.AQUARIUM.open(odinw, OdinwSplit.TRAIN);
    assertThat(train.name()).isEqualTo("odinw13/Aquarium/train");
    assertThat(train.images()).hasSize(448);
    assertThat(train.annotations()).hasSize(3324);
    assertThat(train.categories())
        .extracting(Category::name)
        .containsExactly("fish", "jellyfish", "penguin", "puffin", "shark", "starfish", "stingray");
    assertThat(OdinwDataset.AQUARIUM.open(odinw, OdinwSplit.VAL).images()).hasSize(127);
    assertThat(OdinwDataset.AQUARIUM.open(odinw, OdinwSplit.TEST).annotations()).hasSize(584);
    for (ImageInfo image : train.images().subList(0, 5)) {
      assertThat(train.pixels().read(image).width()).isEqualTo(image.width());
    }
  }

  @Test
  void picksTheImagesThatGlipPicksOnAquarium() throws IOException {
    // Worked out with GLIP's rule in CPython.
    DetectionDataset train = OdinwDataset.AQUARIUM.open(require("odinw"), OdinwSplit.TRAIN);
    assertThat(picked(train, 1, 0)).containsExactly(0L, 4L, 19L, 55L, 58L, 99L, 127L);
    assertThat(picked(train, 1, 3)).containsExactly(25L, 129L, 175L, 196L, 286L, 317L, 420L);
    assertThat(picked(train, 1, 30)).containsExactly(8L, 55L, 97L, 201L, 235L, 300L);
    assertThat(picked(train, 3, 300))
        .containsExactly(
            28L, 31L, 43L, 66L, 67L, 76L, 125L, 128L, 136L, 163L, 164L, 181L, 191L, 241L, 277L,
            330L, 429L, 437L);
  }

  private static DetectionDataset coco(String split) throws IOException {
    Path root = require("coco-tiny");
    Path annotations = root.resolve("annotations/instances_" + split + ".json");
    return new SplitFiles("coco-tiny/" + split, annotations, root.resolve(split)).open();
  }

  @Test
  void opensCocoAndDecodesEveryImage() throws IOException {
    DetectionDataset val = coco("val2017");
    assertThat(val.name()).isEqualTo("coco-tiny/val2017");
    assertThat(val.images()).hasSize(80);
    assertThat(val.annotations()).hasSize(815);
    assertThat(val.annotations()).anyMatch(Annotation::crowd);
    assertThat(val.categories()).hasSize(80);
    for (ImageInfo image : val.images()) {
      assertThat(val.pixels().read(image).rgb()).hasSize(image.width() * image.height() * 3);
    }
    assertThat(coco("train2017").annotations()).hasSize(705);
  }

  @Test
  void boxesOfRealAnnotationsDetectThemselves() throws IOException {
    DetectionDataset val = coco("val2017");
    List<Detection> detections =
        val.annotations().stream()
            .filter(a -> !a.crowd())
            .map(a -> new Detection(a.imageId(), a.categoryId(), a.box(), 1))
            .toList();
    assertThat(CocoEvaluator.coco().evaluate(val, detections).ap()).isGreaterThan(0.999);
  }

  @Test
  void digestFollowsContentsNotPlaces() throws IOException {
    Path annotations = Files.writeString(folder.resolve("a.json"), "{}");
    Path images = Files.createDirectory(folder.resolve("images"));
    Files.writeString(images.resolve("b.jpg"), "b");
    Files.writeString(images.resolve("a.jpg"), "a");
    List<ImageInfo> infos =
        List.of(new ImageInfo(1, "b.jpg", 1, 1), new ImageInfo(2, "a.jpg", 1, 1));
    String digest = DatasetDigest.sha256(annotations, new ImageFolder(images), infos);
    // (sha256sum a.json; cd images; sha256sum a.jpg b.jpg) | sha256sum
    assertThat(digest)
        .isEqualTo("b5f95be099ff014c277922a4289d05909a4d2597b9725ae84fc636671e430a69");
    Path moved = Files.move(images, folder.resolve("moved"));
    assertThat(DatasetDigest.sha256(annotations, new ImageFolder(moved), infos)).isEqualTo(digest);
    Files.writeString(moved.resolve("a.jpg"), "A");
    assertThat(DatasetDigest.sha256(annotations, new ImageFolder(moved), infos))
        .isNotEqualTo(digest);
  }

  @Test
  void readsTheCocoApisOwnExample() throws IOException {
    CocoFile file = CocoFile.read(require("cocoeval").resolve("instances_val2014_100.json"));
    assertThat(file.images()).hasSize(100);
    assertThat(file.annotations()).hasSize(839);
    assertThat(file.annotations()).filteredOn(Annotation::crowd).hasSize(9);
  }

  private static List<Long> picked(DetectionDataset dataset, int shots, long seed) {
    return FewShot.pick(dataset, shots, seed).images().stream().map(ImageInfo::id).toList();
  }

  private static Path require(String name) {
    Path path = DATA.resolve(name);
    assumeTrue(Files.isDirectory(path), "no data at " + path.toAbsolutePath());
    return path;
  }
}
