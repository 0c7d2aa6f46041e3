package org.sdptbench.harness.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class TaskSplitsTest {
  private static DetectionDataset split(String name, int images) {
    return new DetectionDataset(
        name,
        List.of(new Category(1, "fish")),
        LongStream.rangeClosed(1, images)
            .mapToObj(id -> new ImageInfo(id, name + id, 10, 10))
            .toList(),
        LongStream.rangeClosed(1, images)
            .mapToObj(id -> new Annotation(id, id, 1, new Box(1, 1, 5, 5), 25, false))
            .toList(),
        info -> new RgbImage(10, 10, new byte[300]));
  }

  /** As with ODinW's PascalVOC and COCO, whose validation images are the test images. */
  @Test
  void testImagesChooseNothing() {
    DetectionDataset val = split("val", 7);
    TaskSplits task = new TaskSplits(split("train", 25), val, val, Optional.empty());
    TaskSplits apart = task.withValidationApart();
    assertThat(apart.validation().images()).extracting(ImageInfo::id).containsExactly(10L, 20L);
    assertThat(apart.validation().annotations()).hasSize(2);
    assertThat(apart.train().images())
        .hasSize(23)
        .doesNotContainAnyElementsOf(apart.validation().images());
    assertThat(apart.train().annotations()).hasSize(23);
    assertThat(apart.test()).isSameAs(val);
  }

  @Test
  void validationImagesOfTheirOwnStay() {
    TaskSplits task =
        new TaskSplits(split("train", 25), split("val", 5), split("test", 7), Optional.empty());
    assertThat(task.withValidationApart()).isSameAs(task);
  }
}
