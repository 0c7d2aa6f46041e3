package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.data.DetectionDataset;

class TrainingOrderTest {
  private static final int STEPS = 7;
  private static final int BATCH = 3;
  private static final long SEED = 11;

  /** An image as it varies, and what its step's captions are drawn from. */
  private record Drawn(long id, Object size, Object boxes, long caption) {}

  private static TrainingImages images() throws IOException {
    DetectionDataset task = TinyModel.task();
    return new TrainingImages.Augmented(new TaskImages(task.first(5), 1000), 100);
  }

  private static Drawn drawn(TaskImage image, long caption) {
    return new Drawn(image.id(), image.size(), image.boxes(), caption);
  }

  /** Step by step, each with random numbers of its own: its images, then its captions. */
  private static List<Drawn> stepByStep() throws IOException {
    TrainingImages images = images();
    EpochOrder order = new EpochOrder(images.count(), new SplittableRandom(SEED));
    List<Drawn> all = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      SplittableRandom random = new SplittableRandom((SEED ^ 0x9E3779B97F4A7C15L) + step);
      List<TaskImage> batch = new ArrayList<>();
      for (int i = 0; i < BATCH; i++) {
        batch.add(images.get(order.next(), random));
      }
      batch.forEach(image -> all.add(drawn(image, random.nextLong())));
    }
    return all;
  }

  /**
   * The draws of the order.
   *
   * @param ahead images that are drawn before the first step takes its own
   */
  private static List<Drawn> drawn(TrainingOrder order, int steps, int ahead) {
    List<TaskImage> drawn = new ArrayList<>();
    for (int i = 0; i < ahead; i++) {
      drawn.add(order.next());
    }
    List<Drawn> all = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < BATCH; i++) {
        drawn.add(order.next());
      }
      SplittableRandom random = order.captions();
      for (int i = 0; i < BATCH; i++) {
        all.add(drawn(drawn.remove(0), random.nextLong()));
      }
    }
    return all;
  }

  @Test
  void howFarAheadImagesAreDrawnChangesNoDraw() throws IOException {
    List<Drawn> expected = stepByStep();
    assertThat(expected.stream().map(Drawn::size).distinct().count()).isGreaterThan(2);
    for (int ahead : new int[] {0, 1, BATCH, 2 * BATCH + 1}) {
      assertThat(drawn(new TrainingOrder(images(), BATCH, SEED), STEPS, ahead))
          .as("%s ahead", ahead)
          .isEqualTo(expected);
    }
  }

  @Test
  void aTrainingThatGoesOnDrawsWhatItWouldHave() throws IOException {
    TrainingOrder order = new TrainingOrder(images(), BATCH, SEED);
    order.skip(4);
    assertThat(drawn(order, STEPS - 4, 2))
        .isEqualTo(stepByStep().subList(4 * BATCH, STEPS * BATCH));
  }

  @Test
  void theStepIsThatOfTheLastImage() throws IOException {
    TrainingOrder order = new TrainingOrder(images(), BATCH, SEED);
    order.skip(2);
    for (int i = 0; i < 2 * BATCH; i++) {
      order.next();
      assertThat(order.step()).isEqualTo(2 + i / BATCH);
    }
  }
}
