package org.sdptbench.harness.cell;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.WrittenPrompts;
import org.sdptbench.harness.eval.LabelQuality;
import org.sdptbench.harness.train.Detector;
import org.sdptbench.harness.train.Prompts;
import org.sdptbench.harness.train.TaskImage;

/**
 * Labels that the frozen GLIP gives to training images, for self-training. The public code replaces
 * the annotations of ODinW's training sets so (data/build_copy.py, {@code self_train}).
 *
 * @param data the images with the labels for objects; an image without any is a negative
 * @param quality how good they are against the real ones
 */
record ZeroShotLabels(DetectionDataset data, LabelQuality quality) {

  /**
   * Labels images.
   *
   * @param model GLIP; no adaptation is used
   * @param real the images with their real objects, which only the quality looks at
   * @param written how the classes stand in captions
   * @param images the same images, ready for the network
   * @param leastScore detections of this score or more become labels
   * @param progress told the number of images that are done
   * @throws IOException if no detection reaches the score; the message says how high they come
   */
  static ZeroShotLabels of(
      PretrainedGlip model,
      DetectionDataset real,
      WrittenPrompts written,
      List<TaskImage> images,
      double leastScore,
      DoubleConsumer progress)
      throws IOException {
    List<Detection> all =
        new Detector(model.glip(), PostProcessor.Settings.DEFAULT)
            .detect(
                model.pass(Adaptation.none()),
                images,
                Prompts.of(model.captions(), real.categories(), written, real.categories().size()),
                real.categories(),
                progress);
    List<Detection> labels = all.stream().filter(found -> found.score() >= leastScore).toList();
    if (labels.isEmpty()) {
      throw new IOException(
          "%s: zero-shot GLIP labels none of its %s images with a score of %s or more%s"
              .formatted(
                  real.name(),
                  real.images().size(),
                  leastScore,
                  all.stream().mapToDouble(Detection::score).max().stream()
                      .mapToObj(
                          highest ->
                              String.format(
                                  Locale.ROOT,
                                  "; its highest is %.3f, lower recipe.labelScore",
                                  highest))
                      .findFirst()
                      .orElse(" and finds nothing at all")));
    }
    return new ZeroShotLabels(real.annotated(annotations(labels)), LabelQuality.of(real, labels));
  }

  /** Their number and how good they are, for people. */
  String describe() {
    return String.format(
        Locale.ROOT,
        "%s labels, precision %.2f, recall %.2f",
        data.annotations().size(),
        quality.precision(),
        quality.recall());
  }

  private static List<Annotation> annotations(List<Detection> labels) {
    List<Annotation> annotations = new ArrayList<>();
    for (Detection label : labels) {
      annotations.add(
          new Annotation(
              annotations.size() + 1L,
              label.imageId(),
              label.categoryId(),
              label.box(),
              label.box().area(),
              false));
    }
    return annotations;
  }
}
