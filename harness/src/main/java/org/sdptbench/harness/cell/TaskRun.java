package org.sdptbench.harness.cell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.TaskSplits;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.eval.CocoEvaluator;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.train.DivergedException;
import org.sdptbench.harness.train.FineTuner;
import org.sdptbench.harness.train.Prompt;
import org.sdptbench.harness.train.Prompts;
import org.sdptbench.harness.train.Recipe;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/** One training and one test of an adaptation on a task, with their curve and their times. */
final class TaskRun {
  private static final int CURVE_POINTS = 40;

  /** Enough for a median that one slow image does not move. */
  private static final int TIMED_IMAGES = 10;

  /** Share of a run that training takes, for the progress. */
  private static final double TRAINED = 0.75;

  /**
   * Validation goes by COCO's AP, on the long tail too: its images are annotated with all classes.
   */
  private static final Scoring COCO = new Scoring(Optional.empty());

  private final Cell cell;
  private final PretrainedGlip model;
  private final Adaptation adaptation;
  private final TaskSplits task;
  private final Progress progress;
  private final RecipeValues recipe;
  private final List<RunRecord.CurvePoint> curve = new ArrayList<>();
  private long trainStart;
  private double trainSeconds;
  private double validationSeconds;
  private @Nullable Double testSeconds;
  private @Nullable Double inferenceSeconds;
  private @Nullable TaskEvaluation tested;
  private @Nullable TrainingData trainedOn;
  private double lossSum;
  private int lossCount;

  TaskRun(
      Cell cell, PretrainedGlip model, Adaptation adaptation, TaskSplits task, Progress progress) {
    this.cell = cell;
    this.model = model;
    this.adaptation = adaptation;
    this.task = task;
    this.progress = progress;
    this.recipe = new RecipeValues(cell.recipe());
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

  /** Median wall time of one test image by itself in seconds; absent before it was measured. */
  @Nullable Double inferenceSeconds() {
    return inferenceSeconds;
  }

  /** Trains, if there is anything to train. */
  void train() throws IOException, DivergedException {
    Recipe training = Recipe.of(cell.recipe());
    if (training.steps() == 0 || adaptation.params().names().isEmpty()) {
      return;
    }
    TrainingData data = TrainingData.of(cell, model, task.train(), progress);
    trainedOn = data;
    Prompt prompt = prompt(data.data());
    List<TaskImage> images = TrainingData.images(recipe, data.data());
    Validation validation = new Validation(training);
    trainStart = System.nanoTime();
    try {
      new FineTuner(model, training, cell.seed())
          .train(
              adaptation,
              images,
              prompt,
              (done, loss) -> stepped(training.steps(), validation, done, loss));
    } finally {
      trainSeconds = seconds(trainStart);
    }
  }

  /** Tests, with as many resamples of the test images as the recipe asks for. */
  Results test() throws IOException {
    return test(recipe.whole("bootstrap"));
  }

  /** Tests, with so many resamples of the test images. */
  Results test(int resamples) throws IOException {
    DetectionDataset data = task.test().first(recipe.whole("testImages"));
    TaskDetector detector = new TaskDetector(model, adaptation, new Scoring(task.federation()));
    List<TaskImage> images = TrainingData.images(recipe, data);
    TaskEvaluation test = new TaskEvaluation(data, images, detector, recipe.is("classes", "base"));
    long start = System.nanoTime();
    test.detect(share -> progress.at(TRAINED + (1 - TRAINED) * share, "testing"));
    testSeconds = seconds(start);
    tested = test;
    Results results = test.results(resamples);
    return trainedOn == null ? results : trainedOn.noted(results);
  }

  /**
   * Measures {@link #inferenceSeconds()}, after the test, which has warmed everything up.
   *
   * @throws IllegalStateException before the test
   */
  void timeInference() {
    inferenceSeconds = lastTest().secondsPerImage(TIMED_IMAGES);
  }

  /**
   * The first images of the last test with what was found, as many as the recipe asks for.
   *
   * @param folder where the image files are left, see {@link TestPictures}
   * @throws IllegalStateException before the test
   */
  List<Picture> pictures(Path folder) throws IOException {
    return lastTest()
        .pictures(cell.task(), recipe.whole("pictures"), recipe.whole("attention"), folder);
  }

  private TaskEvaluation lastTest() {
    TaskEvaluation last = tested;
    if (last == null) {
      throw new IllegalStateException("nothing was tested");
    }
    return last;
  }

  private void stepped(int steps, Validation validation, int done, double loss) {
    lossSum += loss;
    lossCount++;
    boolean last = done == steps;
    progress.at(TRAINED * done / steps, "training");
    double seconds = seconds(trainStart) - validationSeconds;
    Double ap = validation.after(done, last);
    if (ap != null || last || done % Math.max(1, steps / CURVE_POINTS) == 0) {
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

    Validation(Recipe training) throws IOException {
      this.every = training.validateEvery();
      this.data =
          TrainingData.ofSeenClasses(recipe, task.validation()).first(training.validationImages());
    }

    /** AP after a step, as a fraction; null where there is no validation at this step. */
    @Nullable Double after(int done, boolean last) {
      if (every == 0 || (!last && done % every != 0)) {
        return null;
      }
      long start = System.nanoTime();
      try {
        if (images.isEmpty()) {
          images = TrainingData.images(recipe, data);
        }
        TaskDetector detector = new TaskDetector(model, adaptation, COCO);
        return CocoEvaluator.coco().evaluate(data, detector.detect(data, images, count -> {})).ap();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        validationSeconds += seconds(start);
      }
    }
  }

  /** One caption of all classes: what is not in the caption cannot be trained. */
  private Prompt prompt(DetectionDataset data) throws IOException {
    List<Prompt> prompts =
        Prompts.of(model.captions(), data.categories(), data.categories().size());
    if (prompts.size() > 1) {
      throw new IOException(
          "%s: its %d class names do not fit in one caption of %d tokens, which training needs"
              .formatted(
                  data.name(), data.categories().size(), model.glip().config().text().maxTokens()));
    }
    return prompts.get(0);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
