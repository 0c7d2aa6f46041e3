package org.sdptbench.harness.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.LvisFederation;

/** Resamples against data sets whose images are copied in earnest. */
class ResampledApTest {
  private static final int IMAGES = 30;
  private static final List<Category> CLASSES =
      List.of(new Category(2, "a"), new Category(5, "b"), new Category(9, "rare"));

  /** Scores come in tenths, so that many are equal, in one image and across images. */
  private static final int SCORES = 10;

  private final DetectionDataset data = dataset(new Random(7));
  private final List<Detection> detections = detections(data, new Random(8));

  @Test
  void aResampleIsWhatTheEvaluatorSaysOfCopiedImages() {
    ImageResamples resamples = new ImageResamples(data, 40);
    List<Double> ap = CocoEvaluator.coco().resampledAp(data, detections, resamples);
    assertThat(ap).hasSize(40).doesNotHaveDuplicates();
    for (int i = 0; i < 40; i++) {
      Copied copied = copied(resamples.times(i));
      assertThat(ap.get(i))
          .as("resample %d, bit for bit", i)
          .isEqualTo(CocoEvaluator.coco().evaluate(copied.data, copied.detections).ap());
    }
  }

  @Test
  void lvisToo() {
    Map<Long, Long> itself = new HashMap<>();
    data.images().forEach(image -> itself.put(image.id(), image.id()));
    LvisFederation federation = federation(data, itself);
    ImageResamples resamples = new ImageResamples(data, 10);
    LvisEvaluator lvis = LvisEvaluator.fixedAp();
    List<Double> ap = lvis.resampledAp(data, federation, detections, resamples);
    for (int i = 0; i < 10; i++) {
      Copied copied = copied(resamples.times(i));
      LvisFederation same = federation(copied.data, copied.original);
      assertThat(ap.get(i))
          .isEqualTo(lvis.evaluate(copied.data, same, copied.detections).summary().get("AP"));
    }
  }

  @Test
  void theSameImagesWheneverAndWhereverTheyAreDrawn() {
    assertThat(new ImageResamples(data, 3).times(2))
        .isEqualTo(new ImageResamples(data, 9).times(2));
    assertThat(new ImageResamples(data, 3).times(0))
        .isNotEqualTo(new ImageResamples(data, 3).times(1))
        .isNotEqualTo(new ImageResamples(named("other"), 3).times(0));
    // Pinned: a change would make old records pair with others.
    assertThat(new ImageResamples(data, 1).times(0))
        .containsExactly(
            0, 1, 1, 0, 2, 3, 0, 0, 0, 2, 0, 2, 2, 0, 1, 0, 0, 3, 1, 2, 1, 0, 0, 3, 0, 2, 0, 1, 1,
            2);
  }

  @Test
  void everyImageIsDrawnAboutEquallyOften() {
    int[] total = new int[IMAGES];
    ImageResamples resamples = new ImageResamples(data, 2000);
    for (int i = 0; i < 2000; i++) {
      int[] times = resamples.times(i);
      assertThat(Arrays.stream(times).sum()).isEqualTo(IMAGES);
      Arrays.setAll(total, image -> total[image] + times[image]);
    }
    // 2000 expected, standard deviation 44.
    for (int image = 0; image < IMAGES; image++) {
      assertThat(total[image]).as("image %d", image).isCloseTo(2000, within(220));
    }
  }

  @Test
  void aResampleWithoutObjectsIsDrawnAgain() {
    DetectionDataset sparse =
        data.annotated(data.annotations().stream().filter(o -> o.imageId() == 11).toList());
    ImageResamples resamples = new ImageResamples(sparse, 100);
    assertThat(CocoEvaluator.coco().resampledAp(sparse, detections, resamples))
        .hasSize(100)
        .doesNotContain(Double.NaN);
  }

  @Test
  void noObjectsNoResamples() {
    DetectionDataset empty = data.annotated(List.of());
    ImageResamples resamples = new ImageResamples(empty, 100);
    assertThat(resamples.count()).isZero();
    assertThat(CocoEvaluator.coco().resampledAp(empty, detections, resamples)).isEmpty();
    assertThatThrownBy(() -> new ImageResamples(data, -1)).hasMessageContaining("found -1");
  }

  @Test
  void whereAllImagesAreAnnotatedLvisAgreesWithCoco() {
    DetectionDataset plain =
        data.annotated(data.annotations().stream().filter(o -> !o.crowd()).toList());
    assertThat(
            LvisEvaluator.fixedAp()
                .evaluate(plain, federation(plain, Map.of()), detections)
                .summary())
        .containsEntry("AP", CocoEvaluator.coco().evaluate(plain, detections).ap())
        .containsKeys("APr", "APc", "APf");
  }

  /** A data set with images copied, and which image each copy is of. */
  private record Copied(
      DetectionDataset data, List<Detection> detections, Map<Long, Long> original) {}

  private Copied copied(int[] times) {
    List<ImageInfo> images = new ArrayList<>();
    List<Annotation> objects = new ArrayList<>();
    List<Detection> found = new ArrayList<>();
    Map<Long, Long> original = new HashMap<>();
    for (int i = 0; i < times.length; i++) {
      ImageInfo image = data.images().get(i);
      for (int copy = 0; copy < times[i]; copy++) {
        long id = images.size() + 1L;
        original.put(id, image.id());
        images.add(new ImageInfo(id, id + ".png", image.width(), image.height()));
        for (Annotation o : data.annotations()) {
          if (o.imageId() == image.id()) {
            objects.add(
                new Annotation(
                    objects.size() + 1L, id, o.categoryId(), o.box(), o.area(), o.crowd()));
          }
        }
        for (Detection d : detections) {
          if (d.imageId() == image.id()) {
            found.add(new Detection(id, d.categoryId(), d.box(), d.score()));
          }
        }
      }
    }
    return new Copied(
        new DetectionDataset("copied", CLASSES, images, objects, data.pixels()), found, original);
  }

  private static LvisFederation federation(DetectionDataset data, Map<Long, Long> original) {
    LvisFederation all =
        LvisFederation.exhaustive(
            data,
            Map.of(
                2, LvisFederation.Frequency.FREQUENT,
                5, LvisFederation.Frequency.COMMON,
                9, LvisFederation.Frequency.RARE));
    Map<Long, Set<Integer>> partly = new HashMap<>();
    original.forEach(
        (copy, image) -> {
          if (image % 3 == 0) {
            partly.put(copy, Set.of(5));
          }
        });
    return new LvisFederation(all.frequencies(), all.negatives(), partly);
  }

  private DetectionDataset named(String name) {
    return new DetectionDataset(name, CLASSES, data.images(), data.annotations(), data.pixels());
  }

  private static DetectionDataset dataset(Random random) {
    List<ImageInfo> images = new ArrayList<>();
    List<Annotation> objects = new ArrayList<>();
    for (int i = 1; i <= IMAGES; i++) {
      images.add(new ImageInfo(i, i + ".png", 200, 200));
      for (int n = random.nextInt(5); n > 0; n--) {
        int kind = random.nextInt(20);
        Box box = box(random);
        objects.add(
            new Annotation(
                objects.size() + 1L,
                i,
                CLASSES.get(kind == 0 ? 2 : kind % 2).id(),
                box,
                box.area(),
                kind == 19));
      }
    }
    return new DetectionDataset(
        "noise",
        CLASSES,
        images,
        objects,
        image -> {
          throw new IOException("no pixels");
        });
  }

  private static List<Detection> detections(DetectionDataset data, Random random) {
    List<Detection> found = new ArrayList<>();
    for (ImageInfo image : data.images()) {
      for (Annotation o : data.annotations()) {
        if (o.imageId() == image.id() && random.nextInt(4) > 0) {
          Box b = o.box();
          Box near =
              new Box(b.x() + random.nextInt(8), b.y() + random.nextInt(8), b.width(), b.height());
          found.add(new Detection(image.id(), o.categoryId(), near, score(random)));
        }
      }
      for (int n = random.nextInt(6); n > 0; n--) {
        int category = CLASSES.get(random.nextInt(CLASSES.size())).id();
        found.add(new Detection(image.id(), category, box(random), score(random)));
      }
    }
    return found;
  }

  private static Box box(Random random) {
    return new Box(
        random.nextInt(100), random.nextInt(100), 20 + random.nextInt(80), 20 + random.nextInt(80));
  }

  private static double score(Random random) {
    return (1 + random.nextInt(SCORES)) / (double) SCORES;
  }
}
