package org.sdptbench.harness.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.Glip;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.FewShot;
import org.sdptbench.harness.eval.CocoEvaluator;
import org.sdptbench.harness.eval.CocoMetrics;
import org.sdptbench.harness.model.Models;
import org.sdptbench.harness.model.PretrainedGlip;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.CellRunner;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.train.Detector;
import org.sdptbench.harness.train.DivergedException;
import org.sdptbench.harness.train.FineTuner;
import org.sdptbench.harness.train.Prompt;
import org.sdptbench.harness.train.Prompts;
import org.sdptbench.harness.train.Recipe;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.reports.record.RunRecord;

/** Trains and tests a cell: model + adaptation + task → record. */
final class GlipCellRunner implements CellRunner {
  private static final int CURVE_POINTS = 40;
  private static final double TRAINED = 0.75;

  private final ServiceMethods methods;
  private final Datasets datasets;
  private final Models models;
  private final Environment.Code code;

  GlipCellRunner(ServiceMethods methods, Datasets datasets, Models models, Environment.Code code) {
    this.methods = methods;
    this.datasets = datasets;
    this.models = models;
    this.code = code;
  }

  @Override
  public RunRecord run(Cell cell, Progress progress) throws IOException {
    progress.at(0, "loading");
    RunRecord.Provenance provenance =
        Environment.provenance(code, cell.digests(), Environment.tensorThreads());
    TaskSplits task = datasets.open(cell.dataset());
    PeftMethod method = methods.method(cell.method().name());
    Settings settings = Settings.resolve(method.settings(), cell.method().settings());
    try (PretrainedGlip model = models.load(cell.model())) {
      Glip glip = model.glip();
      Layout layout = method.layout(glip.config(), glip.layout(), settings);
      Params params = Params.initialise(layout, cell.seed(), model.weights());
      try (Adaptation adaptation = method.adapt(glip.config(), model.weights(), settings, params)) {
        Run run = new Run(cell, model, adaptation, task, new Curve(progress));
        RunRecord.Outcome outcome = RunRecord.Outcome.COMPLETED;
        String message = null;
        CocoMetrics metrics = null;
        try {
          run.train(progress);
          metrics = run.test(progress);
        } catch (DivergedException e) {
          outcome = RunRecord.Outcome.DIVERGED;
          message = e.getMessage();
        }
        return record(cell, provenance, outcome, message, metrics, run, layout.size(), glip);
      }
    }
  }

  private static RunRecord record(
      Cell cell,
      RunRecord.Provenance provenance,
      RunRecord.Outcome outcome,
      @Nullable String message,
      @Nullable CocoMetrics metrics,
      Run run,
      long trainable,
      Glip glip) {
    SortedMap<String, Double> none = Collections.emptySortedMap();
    return new RunRecord(
        RunRecord.VERSION,
        cell.id(),
        cell.model(),
        cell.method(),
        cell.task(),
        new TreeMap<>(cell.recipe()),
        cell.seed(),
        outcome,
        message,
        metrics == null ? none : metrics.summary(),
        metrics == null ? none : metrics.classAp(),
        new RunRecord.Cost(
            trainable,
            glip.layout().size(),
            4 * trainable,
            run.trainSeconds,
            run.testSeconds,
            null,
            null),
        run.curve.points(),
        provenance);
  }

  /** One training and one test, with their times. */
  private static final class Run {
    private final Cell cell;
    private final PretrainedGlip model;
    private final Adaptation adaptation;
    private final TaskSplits task;
    private final Curve curve;
    private final int shorter;
    private final int longer;
    private double trainSeconds;
    private @Nullable Double testSeconds;

    Run(Cell cell, PretrainedGlip model, Adaptation adaptation, TaskSplits task, Curve curve) {
      this.cell = cell;
      this.model = model;
      this.adaptation = adaptation;
      this.task = task;
      this.curve = curve;
      this.shorter = whole("shorterSide");
      this.longer = whole("longerSide");
    }

    private int whole(String setting) {
      Object value = cell.recipe().get(setting);
      if (value instanceof Number number) {
        return number.intValue();
      }
      throw new IllegalArgumentException("the recipe lacks the number " + setting);
    }

    void train(Progress progress) throws IOException, DivergedException {
      Recipe recipe = Recipe.of(cell.recipe());
      if (recipe.steps() == 0 || adaptation.params().names().isEmpty()) {
        return;
      }
      DetectionDataset data = task.train();
      if (cell.task().shots() > 0) {
        data = FewShot.pick(data, cell.task().shots(), Math.toIntExact(cell.seed()));
      }
      List<TaskImage> images = TaskImage.read(data, shorter, longer);
      List<Prompt> prompts =
          Prompts.of(model.captions(), data.categories(), data.categories().size());
      if (prompts.size() > 1) {
        throw new IOException(
            "%s: its %d class names do not fit in one caption of %d tokens, which training needs"
                .formatted(
                    data.name(),
                    data.categories().size(),
                    model.glip().config().text().maxTokens()));
      }
      long start = System.nanoTime();
      int every = Math.max(1, recipe.steps() / CURVE_POINTS);
      new FineTuner(model, recipe, cell.seed())
          .train(
              adaptation,
              images,
              prompts.get(0),
              (done, loss) -> {
                curve.add(loss);
                if (done % every == 0 || done == recipe.steps()) {
                  curve.close(done);
                }
                progress.at(TRAINED * done / recipe.steps(), "training");
              });
      trainSeconds = seconds(start);
    }

    CocoMetrics test(Progress progress) throws IOException {
      DetectionDataset data = limited(task.test(), whole("testImages"));
      List<TaskImage> images = TaskImage.read(data, shorter, longer);
      List<Category> categories = data.categories();
      long start = System.nanoTime();
      List<Detection> detections =
          new Detector(model.glip(), PostProcessor.Settings.DEFAULT)
              .detect(
                  new Pass(model.weights(), adaptation),
                  images,
                  Prompts.of(model.captions(), categories, categories.size()),
                  categories,
                  done -> progress.at(TRAINED + (1 - TRAINED) * done / images.size(), "testing"));
      testSeconds = seconds(start);
      return CocoEvaluator.coco().evaluate(data, detections);
    }

    private static DetectionDataset limited(DetectionDataset data, int images) {
      if (images == 0 || images >= data.images().size()) {
        return data;
      }
      var kept = data.images().subList(0, images);
      var ids = kept.stream().map(image -> image.id()).collect(java.util.stream.Collectors.toSet());
      return new DetectionDataset(
          data.name(),
          data.categories(),
          kept,
          data.annotations().stream().filter(a -> ids.contains(a.imageId())).toList(),
          data.pixels());
    }

    private static double seconds(long start) {
      return (System.nanoTime() - start) / 1e9;
    }
  }

  /** Collects the training curve. */
  private static final class Curve {
    private final Progress progress;
    private final List<RunRecord.CurvePoint> points = new ArrayList<>();
    private double sum;
    private int count;

    Curve(Progress progress) {
      this.progress = progress;
    }

    void add(double loss) {
      sum += loss;
      count++;
    }

    void close(int step) {
      RunRecord.CurvePoint point = new RunRecord.CurvePoint(step, sum / count, null);
      points.add(point);
      progress.curve(point);
      sum = 0;
      count = 0;
    }

    List<RunRecord.CurvePoint> points() {
      return List.copyOf(points);
    }
  }
}
