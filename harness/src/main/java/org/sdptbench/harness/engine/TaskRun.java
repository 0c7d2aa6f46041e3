package org.sdptbench.harness.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.FewShot;
import org.sdptbench.harness.eval.CocoEvaluator;
import org.sdptbench.harness.eval.CocoMetrics;
import org.sdptbench.harness.model.PretrainedGlip;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.train.Detector;
import org.sdptbench.harness.train.DivergedException;
import org.sdptbench.harness.train.FineTuner;
import org.sdptbench.harness.train.Prompt;
import org.sdptbench.harness.train.Prompts;
import org.sdptbench.harness.train.Recipe;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.RunRecord;

/** One training and one test of an adaptation on a task, with their curve and their times. */
final class TaskRun {
  private static final int CURVE_POINTS = 40;

  /** Share of a run that training takes, for the progress. */
  private static final double TRAINED = 0.75;

  private final Cell cell;
  private final PretrainedGlip model;
  private final Adaptation adaptation;
  private final TaskSplits task;
  private final Progress progress;
  private final List<RunRecord.CurvePoint> curve = new ArrayList<>();
  private long trainStart;
  private double trainSeconds;
  private double validationSeconds;
  private @Nullable Double testSeconds;
  private @Nullable Tested tested;
  private double lossSum;
  private int lossCount;

  /** What the last test looked at and found. */
  private record Tested(
      DetectionDataset data, List<TaskImage> images, List<Detection> detections) {}

  TaskRun(
      Cell cell, PretrainedGlip model, Adaptation adaptation, TaskSplits task, Progress progress) {
    this.cell = cell;
    this.model = model;
    this.adaptation = adaptation;
    this.task = task;
    this.progress = progress;
  }

  /** Points of the training curve so far. */
  List<RunRecord.CurvePoint> curve() {
    return List.copyOf(curve);
  }

  /** Wall time of training in seconds, caching of features included, validation not. */
  double trainSeconds() {
    return trainSeconds - validationSeconds;
  }

  /** Wall time of the test in seconds; absent before it. */
  @Nullable Double testSeconds() {
    return testSeconds;
  }

  /** Trains, if there is anything to train. */
  void train() throws IOException, DivergedException {
    Recipe recipe = Recipe.of(cell.recipe());
    if (recipe.steps() == 0 || adaptation.params().names().isEmpty()) {
      return;
    }
    DetectionDataset data = task.train();
    if (cell.task().shots() > 0) {
      data = FewShot.pick(data, cell.task().shots(), cell.seed());
    }
    Prompt prompt = prompt(data);
    List<TaskImage> images = images(data);
    Validation validation = new Validation(recipe);
    trainStart = System.nanoTime();
    try {
      new FineTuner(model, recipe, cell.seed())
          .train(
              adaptation, images, prompt, (done, loss) -> stepped(recipe, validation, done, loss));
    } finally {
      trainSeconds = seconds(trainStart);
    }
  }

  /** Tests. */
  CocoMetrics test() throws IOException {
    DetectionDataset data = task.test().first(whole("testImages"));
    List<TaskImage> images = images(data);
    long start = System.nanoTime();
    List<Detection> detections =
        detect(
            data,
            images,
            done -> progress.at(TRAINED + (1 - TRAINED) * done / images.size(), "testing"));
    testSeconds = seconds(start);
    tested = new Tested(data, images, detections);
    return CocoEvaluator.coco().evaluate(data, detections);
  }

  /**
   * The first tested images with what was found, as many as the recipe asks for.
   *
   * @param folder where the image files are left, see {@link TestPictures}
   * @throws IllegalStateException before the test
   */
  List<Picture> pictures(Path folder) throws IOException {
    Tested last = tested;
    if (last == null) {
      throw new IllegalStateException("nothing was tested");
    }
    return new TestPictures(model.glip(), new Pass(model.weights(), adaptation), prompts(last.data))
        .of(
            cell.task(),
            last.data,
            last.images,
            last.detections,
            whole("pictures"),
            whole("attention"),
            folder);
  }

  private void stepped(Recipe recipe, Validation validation, int done, double loss) {
    lossSum += loss;
    lossCount++;
    boolean last = done == recipe.steps();
    progress.at(TRAINED * done / recipe.steps(), "training");
    double seconds = seconds(trainStart) - validationSeconds;
    Double ap = validation.after(done, last);
    if (ap != null || last || done % Math.max(1, recipe.steps() / CURVE_POINTS) == 0) {
      RunRecord.CurvePoint point = new RunRecord.CurvePoint(done, seconds, lossSum / lossCount, ap);
      curve.add(point);
      progress.curve(point);
      lossSum = 0;
      lossCount = 0;
    }
  }

  /** AP on the validation split, now and then. */
  private final class Validation {
    private final int every;
    private final DetectionDataset data;
    private List<TaskImage> images = List.of();

    Validation(Recipe recipe) {
      this.every = recipe.validateEvery();
      this.data = task.validation().first(recipe.validationImages());
    }

    /** AP after a step, as a fraction; null where there is no validation at this step. */
    @Nullable Double after(int done, boolean last) {
      if (every == 0 || (!last && done % every != 0)) {
        return null;
      }
      long start = System.nanoTime();
      try {
        if (images.isEmpty()) {
          images = images(data);
        }
        return CocoEvaluator.coco().evaluate(data, detect(data, images, count -> {})).ap();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        validationSeconds += seconds(start);
      }
    }
  }

  /** One caption of all classes: what is not in the caption cannot be trained. */
  private Prompt prompt(DetectionDataset data) throws IOException {
    List<Prompt> prompts = prompts(data);
    if (prompts.size() > 1) {
      throw new IOException(
          "%s: its %d class names do not fit in one caption of %d tokens, which training needs"
              .formatted(
                  data.name(), data.categories().size(), model.glip().config().text().maxTokens()));
    }
    return prompts.get(0);
  }

  private List<Prompt> prompts(DetectionDataset data) {
    return Prompts.of(model.captions(), data.categories(), data.categories().size());
  }

  private List<TaskImage> images(DetectionDataset data) throws IOException {
    return TaskImage.read(data, whole("shorterSide"), whole("longerSide"));
  }

  private List<Detection> detect(
      DetectionDataset data, List<TaskImage> images, IntConsumer progress) {
    return new Detector(model.glip(), PostProcessor.Settings.DEFAULT)
        .detect(
            new Pass(model.weights(), adaptation),
            images,
            prompts(data),
            data.categories(),
            progress);
  }

  private int whole(String setting) {
    if (cell.recipe().get(setting) instanceof Number number) {
      return number.intValue();
    }
    throw new IllegalArgumentException("the recipe lacks the number " + setting);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
