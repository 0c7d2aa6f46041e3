package org.sdptbench.harness.pretrain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.picto.Picto;
import org.sdptbench.harness.eval.CocoEvaluator;
import org.sdptbench.harness.eval.CocoMetrics;
import org.sdptbench.harness.train.Detector;
import org.sdptbench.harness.train.Prompt;
import org.sdptbench.harness.train.Prompts;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.harness.train.TaskImages;

/** How well unseen scenes of known nouns are read. */
final class SceneEvaluation {
  private final Glip glip;
  private final Captions captions;
  private final int namesPerCaption;

  /**
   * An evaluation.
   *
   * @param namesPerCaption nouns in a caption
   */
  SceneEvaluation(Glip glip, Captions captions, int namesPerCaption) {
    this.glip = glip;
    this.captions = captions;
    this.namesPerCaption = namesPerCaption;
  }

  /**
   * Asks each scene for its own nouns among others, in one caption: the question that training
   * asks.
   *
   * <p>The other nouns are drawn from the scene's id, so the question is always the same.
   */
  CocoMetrics captioned(Pass pass, DetectionDataset data) throws IOException {
    List<Detection> detections = new ArrayList<>();
    Detector detector = detector();
    for (TaskImage image : images(data)) {
      List<Detection> found =
          detector.detect(
              pass,
              List.of(image),
              List.of(prompt(image, data.categories())),
              data.categories(),
              done -> {});
      detections.addAll(found);
    }
    return CocoEvaluator.coco().evaluate(data, detections);
  }

  /** Asks each scene for all nouns, in as many captions as that takes: a much harder question. */
  CocoMetrics allNouns(Pass pass, DetectionDataset data) throws IOException {
    List<Prompt> prompts = Prompts.of(captions, data.categories(), namesPerCaption);
    List<Detection> detections =
        detector().detect(pass, images(data), prompts, data.categories(), done -> {});
    return CocoEvaluator.coco().evaluate(data, detections);
  }

  private Detector detector() {
    return new Detector(glip, PostProcessor.Settings.DEFAULT);
  }

  private static List<TaskImage> images(DetectionDataset data) throws IOException {
    return new TaskImages(data, Picto.DEFAULT_SIDE).all(Picto.DEFAULT_SIDE);
  }

  private Prompt prompt(TaskImage image, List<Category> categories) {
    Random random = new Random(image.id());
    Set<Integer> chosen = new LinkedHashSet<>(image.labels());
    while (chosen.size() < Math.min(namesPerCaption, categories.size())) {
      chosen.add(random.nextInt(categories.size()));
    }
    List<Integer> labels = new ArrayList<>(chosen);
    Collections.shuffle(labels, random);
    return new Prompt(
        captions.of(labels.stream().map(label -> categories.get(label).name()).toList()), labels);
  }
}
