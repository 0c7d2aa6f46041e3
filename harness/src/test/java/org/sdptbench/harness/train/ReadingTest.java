package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.spec.Recipe;

/** Which images a training and a test read, however far ahead. */
class ReadingTest {
  private static final long SEED = 5;
  private static final int BATCH = 4;

  private final List<Long> read = Collections.synchronizedList(new ArrayList<>());
  private final Set<Thread> readers = Collections.synchronizedSet(new HashSet<>());

  /** Images of a task that are told when they are read; one, if not 0, is damaged. */
  private DetectionDataset data(int count, long damaged) throws IOException {
    DetectionDataset task = TinyModel.task().first(count);
    return new DetectionDataset(
        task.name(),
        task.categories(),
        task.images(),
        task.annotations(),
        info -> {
          read.add(info.id());
          if (Thread.currentThread().getName().equals("read-ahead")) {
            readers.add(Thread.currentThread());
          }
          if (info.id() == damaged) {
            throw new IOException("image " + damaged + " is damaged");
          }
          return task.pixels().read(info);
        });
  }

  /** Of each image as many bytes as are there are read anew. */
  private static List<TaskImage> unkept(DetectionDataset data) {
    return new TaskImages(data, 107, 0).all(64);
  }

  private static List<Double> train(String method, DetectionDataset data, int steps)
      throws Exception {
    List<Double> losses = new ArrayList<>();
    train(method, data, new TrainingImages.Same(unkept(data)), steps, losses);
    return losses;
  }

  private static void train(
      String method, DetectionDataset data, TrainingImages images, int steps, List<Double> losses)
      throws Exception {
    try (PretrainedGlip model = TinyModel.create();
        Adaptation adaptation = TinyModel.adaptation(model, method, Map.of())) {
      new FineTuner(
              model,
              new Recipe.Training(steps, BATCH, 0.01, Map.of(), 0.01, 0, "constant", 1),
              SEED)
          .train(
              adaptation,
              images,
              TinyModel.prompts(model, data),
              (done, loss) -> {
                losses.add(loss);
                return FineTuner.Next.GO_ON;
              });
    }
  }

  /** Ids in the order in which training sees them. */
  private static List<Long> order(DetectionDataset data, int count) {
    EpochOrder order = new EpochOrder(data.images().size(), new SplittableRandom(SEED));
    List<Long> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(data.images().get(order.next()).id());
    }
    return ids;
  }

  private void assertNoReaderIsLeft() throws InterruptedException {
    for (Thread reader : Set.copyOf(readers)) {
      reader.join(TimeUnit.SECONDS.toMillis(10));
      assertThat(reader.isAlive()).isFalse();
    }
  }

  @Test
  void aTrainingReadsTheImagesOfItsStepsAndNoMore() throws Exception {
    DetectionDataset data = data(12, 0);
    train("lora", data, 2);
    assertThat(read).containsExactlyInAnyOrderElementsOf(order(data, 2 * BATCH));
    assertNoReaderIsLeft();
  }

  /** A few are drawn for the second time before their features are there, but never again. */
  @ParameterizedTest
  @ValueSource(strings = {"linear-probe", "sdpt"})
  void imagesWhoseFeaturesAreKeptAreNotReadInEachEpoch(String method) throws Exception {
    DetectionDataset data = data(24, 0);
    train(method, data, 4 * 24 / BATCH);
    assertThat(read)
        .containsAll(data.images().stream().map(ImageInfo::id).toList())
        .hasSizeLessThan(24 + 16 + BATCH);
  }

  @Test
  void pixelsAtHandGiveTheSameTraining() throws Exception {
    DetectionDataset data = data(10, 0);
    List<Double> losses = new ArrayList<>();
    train(
        "full",
        data,
        new TrainingImages.Same(unkept(data).stream().map(TaskImage::loaded).toList()),
        5,
        losses);
    assertThat(losses).hasSize(5).doesNotHaveDuplicates();
    assertThat(train("full", data, 5)).isEqualTo(losses);
  }

  @Test
  void aDamagedImageEndsATrainingAtItsStep() throws Exception {
    long damaged = order(data(12, 0), 12).get(2 * BATCH + 1);
    DetectionDataset data = data(12, damaged);
    assertThat(train("lora", data, 2)).hasSize(2); // which ends before
    List<Double> losses = new ArrayList<>();
    assertThatThrownBy(() -> train("lora", data, new TrainingImages.Same(unkept(data)), 5, losses))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("image " + damaged + " is damaged");
    assertThat(losses).hasSize(2);
    assertNoReaderIsLeft();
  }

  private static List<Detection> detect(
      DetectionDataset data, List<TaskImage> images, List<Double> told) throws IOException {
    try (PretrainedGlip model = TinyModel.create()) {
      return new Detector(model.glip(), new PostProcessor.Settings(0.001f, 50, 0.6f, 5))
          .detect(
              new Pass(model.weights(), Adaptation.none()),
              images,
              List.of(TinyModel.prompt(model, data)),
              data.categories(),
              told::add);
    }
  }

  @Test
  void aTestReadsEachImageOnceAndFindsTheSameAsWithPixelsAtHand() throws Exception {
    DetectionDataset data = data(40, 0);
    List<TaskImage> images = unkept(data);
    List<Detection> found = detect(data, images, new ArrayList<>());
    assertThat(found).isNotEmpty();
    assertThat(read)
        .containsExactlyInAnyOrderElementsOf(data.images().stream().map(ImageInfo::id).toList());
    assertThat(detect(data, images.stream().map(TaskImage::loaded).toList(), new ArrayList<>()))
        .isEqualTo(found);
    assertNoReaderIsLeft();
  }

  @Test
  void aDamagedImageEndsATestAtItsBatch() throws Exception {
    DetectionDataset data = data(40, 20);
    List<Double> told = new ArrayList<>();
    assertThatThrownBy(() -> detect(data, unkept(data), told))
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("image 20 is damaged");
    assertThat(told).containsExactly(16.0);
    assertNoReaderIsLeft();
  }
}
