package org.sdptbench.harness.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;

class LabelQualityTest {
  private static final Box HERE = new Box(10, 10, 40, 40);
  private static final Box THERE = new Box(100, 100, 40, 40);
  private static final Box CROWDED = new Box(60, 10, 30, 30);

  private final DetectionDataset real =
      new DetectionDataset(
          "real",
          List.of(new Category(1, "cat"), new Category(2, "dog")),
          List.of(new ImageInfo(1, "1.png", 200, 200), new ImageInfo(2, "2.png", 200, 200)),
          List.of(
              new Annotation(1, 1, 1, HERE, 1600, false),
              new Annotation(2, 1, 2, THERE, 1600, false),
              new Annotation(3, 1, 1, CROWDED, 900, true),
              new Annotation(4, 2, 1, THERE, 1600, false)),
          image -> {
            throw new IOException("no pixels");
          });

  @Test
  void aLabelIsRightOnceForEachObjectOfItsClass() {
    LabelQuality quality =
        LabelQuality.of(
            real,
            List.of(
                label(1, 1, new Box(12, 12, 40, 40), .9), // right
                label(1, 1, HERE, .8), // the object is taken
                label(1, 1, THERE, .7), // a dog
                label(1, 1, CROWDED, .6), // does not count
                label(2, 1, new Box(130, 130, 40, 40), .5))); // IoU 1/31
    assertThat(quality).isEqualTo(new LabelQuality(4, 3, 1));
    assertThat(quality.precision()).isEqualTo(1 / 4.0);
    assertThat(quality.recall()).isEqualTo(1 / 3.0);
  }

  @Test
  void withoutLabelsThereIsNoPrecision() {
    LabelQuality none = LabelQuality.of(real, List.of());
    assertThat(none.precision()).isNaN();
    assertThat(none.recall()).isZero();
  }

  private static Detection label(long image, int category, Box box, double score) {
    return new Detection(image, category, box, score);
  }
}
