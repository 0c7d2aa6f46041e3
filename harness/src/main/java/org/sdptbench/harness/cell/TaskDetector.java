package org.sdptbench.harness.cell;

import java.util.List;
import java.util.function.DoubleConsumer;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.WrittenPrompts;
import org.sdptbench.harness.train.Detector;
import org.sdptbench.harness.train.Phrases;
import org.sdptbench.harness.train.Prompt;
import org.sdptbench.harness.train.Prompts;
import org.sdptbench.harness.train.TaskImage;

/**
 * Detects the classes of data sets with an adapted GLIP.
 *
 * @param model the backbone
 * @param adaptation what is added to it
 * @param written how the classes stand in captions
 * @param phrases which tokens of a caption speak for a class
 * @param scoring how the result is measured, which sets the limits of detections
 */
record TaskDetector(
    PretrainedGlip model,
    Adaptation adaptation,
    WrittenPrompts written,
    Phrases phrases,
    Scoring scoring) {

  /**
   * Detects.
   *
   * @param data whose classes are looked for
   * @param images what to look at
   * @param progress told the number of images that are done, one in part
   */
  List<Detection> detect(DetectionDataset data, List<TaskImage> images, DoubleConsumer progress) {
    return new Detector(model.glip(), scoring.limits(), scoring.mostPerImage(), phrases)
        .detect(model.pass(adaptation), images, prompts(data), data.categories(), progress);
  }

  /** The captions under which the classes of a data set are looked for. */
  List<Prompt> prompts(DetectionDataset data) {
    return Prompts.of(
        model.captions(), data.categories(), written, scoring.classesPerCaption(data));
  }
}
