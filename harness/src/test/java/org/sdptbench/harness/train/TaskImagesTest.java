package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.vision.ImageSize;
import org.sdptbench.glip.vision.XyxyBox;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.RgbImage;

class TaskImagesTest {
  private final List<Long> read = new ArrayList<>();

  private DetectionDataset data() {
    return new DetectionDataset(
        "three",
        List.of(new Category(4, "fish"), new Category(9, "shark")),
        List.of(
            new ImageInfo(1, "a", 10, 20),
            new ImageInfo(2, "b", 10, 20),
            new ImageInfo(3, "c", 10, 20)),
        List.of(
            new Annotation(1, 2, 9, new Box(1, 2, 3, 4), 12, false),
            new Annotation(2, 2, 4, new Box(0, 0, 5, 5), 25, true)),
        info -> {
          read.add(info.id());
          if (info.id() == 3) {
            throw new IOException("c is damaged");
          }
          return new RgbImage(10, 20, new byte[600]);
        });
  }

  @Test
  void nothingIsReadBeforeItIsAskedFor() {
    List<TaskImage> images = new TaskImages(data(), 100).all(20);
    TaskImage second = images.get(1);
    assertThat(second.size()).isEqualTo(new ImageSize(20, 40));
    assertThat(second.boxes())
        .isEqualTo(List.of(XyxyBox.ofXywh(1, 2, 3, 4).resized(second.original(), second.size())));
    assertThat(second.labels()).containsExactly(1);
    assertThat(read).isEmpty();
    assertThat(second.image().rgb()).hasSize(20 * 40 * 3);
    assertThat(read).containsExactly(2L);
  }

  @Test
  void whatFitsIsReadOnceAndTheRestEachTime() {
    List<TaskImage> images = new TaskImages(data(), 100, 600).all(10);
    for (int round = 0; round < 3; round++) {
      images.get(0).image();
      images.get(1).image();
    }
    assertThat(read).containsExactly(1L, 2L, 2L, 2L);
  }

  @Test
  void anImageAtHandIsNotReadAgain() {
    TaskImage image = new TaskImages(data(), 100, 0).get(0, 10).loaded();
    image.image();
    image.image();
    assertThat(read).containsExactly(1L);
  }

  @Test
  void anUnreadableImageIsNamedWhenItIsReached() {
    assertThatThrownBy(() -> new TaskImages(data(), 100).get(2, 10).image())
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("c is damaged");
  }

  /** Five sizes by tenths of the largest, and both sides, each with its boxes. */
  @Test
  void augmentedImagesComeAtFiveSizesAndMirrored() {
    TrainingImages images = new TrainingImages.Augmented(new TaskImages(data(), 1000), 100);
    SplittableRandom random = new SplittableRandom(5);
    Set<Integer> sides = new HashSet<>();
    int mirrored = 0;
    for (int i = 0; i < 200; i++) {
      TaskImage image = images.get(1, random);
      int width = image.size().width();
      sides.add(width);
      XyxyBox plain = XyxyBox.ofXywh(1, 2, 3, 4).resized(image.original(), image.size());
      XyxyBox box = image.boxes().get(0);
      assertThat(box).isIn(plain, plain.flipped(width));
      mirrored += box.equals(plain) ? 0 : 1;
    }
    assertThat(sides).containsExactlyInAnyOrder(60, 70, 80, 90, 100);
    assertThat(mirrored).isBetween(70, 130);
    assertThat(images.vary()).isTrue();
  }
}
