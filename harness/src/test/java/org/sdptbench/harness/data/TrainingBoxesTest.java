package org.sdptbench.harness.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.data.picto.Picto;
import org.sdptbench.harness.data.picto.PictoTask;
import org.sdptbench.harness.data.picto.Split;

class TrainingBoxesTest {

  @Test
  void boxesAreClippedAndEmptyOnesLeftOutAsInGlip() {
    DetectionDataset data =
        data(
            new Box(10, 10, 20.1, 20.2), // inside
            new Box(90, 10, 12, 20), // 2 pixels beyond
            new Box(-5.5, -5, 20, 200),
            new Box(100.5, 10, 20, 20), // wholly outside
            new Box(10, 10, 1, 20), // a pixel wide: no width in GLIP's terms
            new Box(10, 10, 0, 0));
    TrainingBoxes boxes = TrainingBoxes.of(data);
    assertThat(boxes.data().annotations())
        .extracting(Annotation::box)
        .containsExactly(
            new Box(10, 10, 20.1, 20.2), new Box(90, 10, 10, 20), new Box(0, 0, 14.5, 50));
    assertThat(boxes.clipped()).isEqualTo(3);
    assertThat(boxes.dropped()).isEqualTo(3);
    assertThat(boxes.describe().orElseThrow())
        .startsWith("own/reef/train: of 6 boxes, 3 reach beyond their images and are clipped for")
        .contains("3 are left out");
  }

  @Test
  void whatLiesInsideIsTheSameToTheLastBitAndNotSpokenOf() {
    DetectionDataset data = data(new Box(0.1, 0.2, 99.9, 49.8), new Box(33.3, 7.7, 0.1 + 1, 1.1));
    TrainingBoxes boxes = TrainingBoxes.of(data);
    assertThat(boxes.data()).isEqualTo(data);
    assertThat(boxes.describe()).isEmpty();
  }

  /** The rendered tasks, and so all results on them, are what they were. */
  @Test
  @Tag("slow")
  void renderedBoxesAreLeftAsTheyAre() throws IOException {
    for (PictoTask task : Picto.open(Picto.DEFAULT_SIDE).tasks()) {
      DetectionDataset train = task.split(Split.TRAIN);
      TrainingBoxes boxes = TrainingBoxes.of(train);
      assertThat(boxes.describe()).as(train.name()).isEmpty();
      assertThat(boxes.data().annotations()).isEqualTo(train.annotations());
    }
  }

  private static DetectionDataset data(Box... boxes) {
    List<Annotation> objects =
        List.of(boxes).stream().map(box -> new Annotation(1, 1, 1, box, 5, false)).toList();
    return new DetectionDataset(
        "own/reef/train",
        List.of(new Category(1, "fish")),
        List.of(new ImageInfo(1, "a.jpg", 100, 50)),
        objects,
        image -> {
          throw new IOException("no pixels");
        });
  }
}
