package org.sdptbench.harness.cell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import org.apache.commons.statistics.descriptive.Median;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.ClassSplit;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.DetectionRows;
import org.sdptbench.harness.data.LvisFederation;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.eval.ImageResamples;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/**
 * Measures an adaptation on a task's test images: over all classes, and where these are split, over
 * either half by itself.
 *
 * @param data the images and what is in them
 * @param images the same images, ready for the network
 * @param detector what is measured
 * @param captions the classes that are looked for together
 */
record TaskEvaluation(
    DetectionDataset data,
    List<TaskImage> images,
    TaskDetector detector,
    List<List<Category>> captions) {

  /**
   * The evaluation of an adaptation as a recipe says.
   *
   * @throws IOException if images cannot be read, or if classes are to be split and there is but
   *     one
   */
  static TaskEvaluation of(
      Recipe recipe, PretrainedGlip model, Adaptation adaptation, TaskSplits task)
      throws IOException {
    boolean onValidation = recipe.evaluation().onValidation();
    DetectionDataset split = onValidation ? task.validation() : task.test();
    DetectionDataset data = split.first(recipe.evaluation().images());
    // What LVIS's evaluation has to know is known of the test split, which may be the other one
    // too.
    Optional<LvisFederation> federation =
        split.images().equals(task.test().images()) ? task.federation() : Optional.empty();
    TaskDetector detector =
        new TaskDetector(
            model,
            adaptation,
            TrainingData.prompts(recipe.data(), task),
            TrainingData.phrases(recipe),
            new Scoring(federation));
    List<TaskImage> images = TrainingData.images(recipe.data(), data);
    List<List<Category>> captions = List.of(data.categories());
    if (recipe.data().splitClasses()) {
      ClassSplit classes = ClassSplit.of(data);
      captions = List.of(classes.base(), classes.novel());
    }
    return new TaskEvaluation(data, images, detector, captions);
  }

  /** Detects, each half of split classes by itself; told the share that is done. */
  List<Detection> detect(DoubleConsumer progress) {
    List<Detection> found = new DetectionRows();
    double total = (double) captions.size() * images.size();
    for (int c = 0; c < captions.size(); c++) {
      int before = c * images.size();
      found.addAll(
          detector.detect(
              data.ofCategories(captions.get(c)),
              images,
              done -> progress.accept((before + done) / total)));
    }
    return found;
  }

  /**
   * The median wall time of the first images in seconds, each by itself under captions of all
   * classes, which are encoded anew.
   *
   * @param count number of images at most
   */
  double secondsPerImage(int count) {
    return Median.withDefaults()
        .evaluate(
            images.stream()
                .limit(count)
                .map(TaskImage::loaded)
                .mapToDouble(this::seconds)
                .toArray());
  }

  private double seconds(TaskImage image) {
    long start = System.nanoTime();
    detect(image);
    return (System.nanoTime() - start) / 1e9;
  }

  /** Detects in one image by itself, under captions of all classes, which are encoded anew. */
  List<Detection> detect(TaskImage image) {
    return detector.detect(data, List.of(image), done -> {});
  }

  /**
   * The results.
   *
   * @param found what was detected
   * @param resamples number of resamples of the images
   */
  Results results(List<Detection> found, int resamples) {
    Scoring scoring = detector.scoring();
    Scoring.Scores scores = scoring.scores(data, found);
    SortedMap<String, Double> metrics = new TreeMap<>(scores.metrics());
    if (captions.size() == 2) {
      putSplit(metrics, ap(found, captions.get(0)), ap(found, captions.get(1)));
    }
    return new Results(
        metrics,
        scores.classAp(),
        List.of(),
        scoring.resampledAp(data, found, new ImageResamples(data, resamples)),
        List.of());
  }

  /**
   * The first images with what was found; attention is that under captions of all classes.
   *
   * @param found what was detected
   * @param amount number of images with what was found, and with attention maps
   * @param folder where the image files are left
   */
  List<Picture> pictures(
      List<Detection> found, RunRecord.Task task, Recipe.Evaluation amount, Path folder)
      throws IOException {
    Pass pass = detector.model().pass(detector.adaptation());
    return new TestPictures(detector.model().glip(), pass, detector.prompts(data))
        .of(task, data, images, found, amount.pictures(), amount.attention(), folder);
  }

  /** AP over some of the classes; NaN if the images show none of them. */
  private double ap(List<Detection> found, List<Category> classes) {
    Double ap = detector.scoring().scores(data.ofCategories(classes), found).metrics().get("AP");
    return ap == null ? Double.NaN : ap;
  }

  /** Adds what is known of AP over base and new classes, and their harmonic mean. */
  private static void putSplit(SortedMap<String, Double> metrics, double base, double novel) {
    if (!Double.isNaN(base)) {
      metrics.put("APbase", base);
    }
    if (!Double.isNaN(novel)) {
      metrics.put("APnew", novel);
    }
    if (!Double.isNaN(base + novel)) {
      metrics.put("APh", base * novel == 0 ? 0 : 2 * base * novel / (base + novel));
    }
  }
}
