package org.sdptbench.harness.cell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleConsumer;
import org.apache.commons.statistics.descriptive.Median;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.ClassSplit;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.eval.ImageResamples;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/**
 * Measures detections on test images: over all classes, and where these are split, over either half
 * by itself.
 */
final class TaskEvaluation {
  private final DetectionDataset data;
  private final List<TaskImage> images;
  private final TaskDetector detector;
  private final List<List<Category>> captions;
  private final List<Detection> detections = new ArrayList<>();

  /**
   * A test.
   *
   * @param images the images of the data set
   * @param split whether the classes are split in base and new ones
   * @throws IOException if they are to be split and there is but one
   */
  TaskEvaluation(
      DetectionDataset data, List<TaskImage> images, TaskDetector detector, boolean split)
      throws IOException {
    this.data = data;
    this.images = images;
    this.detector = detector;
    if (split) {
      ClassSplit classes = ClassSplit.of(data);
      this.captions = List.of(classes.base(), classes.novel());
    } else {
      this.captions = List.of(data.categories());
    }
  }

  /** Detects, each half of split classes by itself; told the share that is done. */
  void detect(DoubleConsumer progress) {
    double total = (double) captions.size() * images.size();
    for (int c = 0; c < captions.size(); c++) {
      int before = c * images.size();
      detections.addAll(
          detector.detect(
              data.ofCategories(captions.get(c)),
              images,
              done -> progress.accept((before + done) / total)));
    }
  }

  /**
   * The median wall time of the first images in seconds, each by itself under captions of all
   * classes, which are encoded anew.
   *
   * @param count number of images at most
   */
  double secondsPerImage(int count) {
    return Median.withDefaults()
        .evaluate(images.stream().limit(count).mapToDouble(this::seconds).toArray());
  }

  private double seconds(TaskImage image) {
    long start = System.nanoTime();
    detector.detect(data, List.of(image), done -> {});
    return (System.nanoTime() - start) / 1e9;
  }

  /** What was found. */
  List<Detection> detections() {
    return List.copyOf(detections);
  }

  /**
   * The results.
   *
   * @param resamples number of resamples of the images
   */
  Results results(int resamples) {
    Scoring scoring = detector.scoring();
    Scoring.Scores scores = scoring.scores(data, detections);
    SortedMap<String, Double> metrics = new TreeMap<>(scores.metrics());
    if (captions.size() == 2) {
      putSplit(metrics, ap(captions.get(0)), ap(captions.get(1)));
    }
    return new Results(
        metrics,
        scores.classAp(),
        List.of(),
        scoring.resampledAp(data, detections, new ImageResamples(data, resamples)),
        List.of());
  }

  /**
   * The first images with what was found; attention is that under captions of all classes.
   *
   * @param count number of images with what was found
   * @param withAttention number of images with attention maps too
   * @param folder where the image files are left
   */
  List<Picture> pictures(RunRecord.Task task, int count, int withAttention, Path folder)
      throws IOException {
    Pass pass = new Pass(detector.model().weights(), detector.adaptation());
    return new TestPictures(detector.model().glip(), pass, detector.prompts(data))
        .of(task, data, images, detections, count, withAttention, folder);
  }

  /** AP over some of the classes; NaN if the images show none of them. */
  private double ap(List<Category> classes) {
    Double ap =
        detector.scoring().scores(data.ofCategories(classes), detections).metrics().get("AP");
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
