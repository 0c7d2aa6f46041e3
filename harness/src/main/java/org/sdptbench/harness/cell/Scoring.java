package org.sdptbench.harness.cell;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.LvisFederation;
import org.sdptbench.harness.eval.CocoEvaluator;
import org.sdptbench.harness.eval.CocoMetrics;
import org.sdptbench.harness.eval.ImageResamples;
import org.sdptbench.harness.eval.LvisEvaluator;
import org.sdptbench.harness.eval.LvisMetrics;

/**
 * The evaluation of a task: COCO's, or on the long tail LVIS's with FixedAP, both as in GLIP.
 *
 * @param federation what LVIS's evaluation has to know; empty for COCO's
 */
record Scoring(Optional<LvisFederation> federation) {
  private static final LvisEvaluator LVIS = LvisEvaluator.fixedAp();

  /** Of each caption and image, at most; GLIP's DETECTIONS_PER_IMG for LVIS. */
  private static final int LVIS_DETECTIONS = 300;

  /** Of each image over all captions, at most; GLIP's aggregation for LVIS. */
  private static final int LVIS_DETECTIONS_OF_IMAGE = 3000;

  /** Classes in one caption, at most; GLIP's chunks for LVIS. */
  private static final int LVIS_CLASSES = 40;

  /**
   * What was measured, as fractions; what has no ground truth is absent.
   *
   * @param metrics by name
   * @param classAp AP by class name
   */
  record Scores(SortedMap<String, Double> metrics, SortedMap<String, Double> classAp) {}

  /** Measures detections. */
  Scores scores(DetectionDataset data, List<Detection> detections) {
    if (federation.isEmpty()) {
      CocoMetrics metrics = CocoEvaluator.coco().evaluate(data, detections);
      return new Scores(metrics.summary(), metrics.classAp());
    }
    LvisMetrics metrics = LVIS.evaluate(data, federation.get(), detections);
    SortedMap<String, Double> classAp = new TreeMap<>();
    for (Category category : data.categories()) {
      Double ap = metrics.classAp().get(category.id());
      if (ap != null) {
        classAp.put(category.name(), ap);
      }
    }
    return new Scores(metrics.summary(), Collections.unmodifiableSortedMap(classAp));
  }

  /** AP on resamples of the images. */
  List<Double> resampledAp(
      DetectionDataset data, List<Detection> detections, ImageResamples resamples) {
    return federation
        .map(known -> LVIS.resampledAp(data, known, detections, resamples))
        .orElseGet(() -> CocoEvaluator.coco().resampledAp(data, detections, resamples));
  }

  /** Limits of detection in one image under one caption. */
  PostProcessor.Settings limits() {
    PostProcessor.Settings standard = PostProcessor.Settings.DEFAULT;
    return federation.isEmpty()
        ? standard
        : new PostProcessor.Settings(
            standard.scoreThreshold(),
            standard.candidatesPerLevel(),
            standard.overlapThreshold(),
            LVIS_DETECTIONS);
  }

  /** Most detections in one image over all captions. */
  int mostPerImage() {
    return federation.isEmpty() ? limits().detectionsPerImage() : LVIS_DETECTIONS_OF_IMAGE;
  }

  /** Most classes of a data set in one caption. */
  int classesPerCaption(DetectionDataset data) {
    int all = data.categories().size();
    return federation.isEmpty() ? all : Math.min(all, LVIS_CLASSES);
  }
}
