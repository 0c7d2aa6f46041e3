package org.sdptbench.harness.cell;

import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.ClassSplit;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.FewShot;
import org.sdptbench.harness.eval.LabelQuality;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.reports.record.Results;

/**
 * What a cell trains on: of the classes that it may see the few shots, if that many are asked for,
 * with real or zero-shot labels.
 *
 * @param data images and boxes
 * @param labels how good zero-shot labels are; null for real ones
 */
record TrainingData(DetectionDataset data, @Nullable LabelQuality labels) {

  /**
   * The training data of a cell. Few shots are picked by the real boxes, whatever the labels are.
   *
   * @param train the task's training split
   * @param progress told what zero-shot labels are like
   * @throws IOException if classes are to be split and there is but one, if images cannot be read,
   *     or if no zero-shot label reaches its score
   */
  static TrainingData of(Cell cell, PretrainedGlip model, DetectionDataset train, Progress progress)
      throws IOException {
    RecipeValues recipe = new RecipeValues(cell.recipe());
    DetectionDataset data =
        FewShot.pick(ofSeenClasses(recipe, train), cell.task().shots(), cell.seed());
    if (!recipe.is("labels", "zero-shot")) {
      return new TrainingData(data, null);
    }
    progress.at(0, "labelling");
    ZeroShotLabels labels =
        ZeroShotLabels.of(model, data, images(recipe, data), recipe.real("labelScore"), done -> {});
    progress.at(0, labels.describe());
    return new TrainingData(labels.data(), labels.quality());
  }

  /** A data set with the classes that training may see. */
  static DetectionDataset ofSeenClasses(RecipeValues recipe, DetectionDataset data)
      throws IOException {
    return recipe.is("classes", "base") ? data.ofCategories(ClassSplit.of(data).base()) : data;
  }

  /** The images of a data set, sized as the recipe says. */
  static List<TaskImage> images(RecipeValues recipe, DetectionDataset data) throws IOException {
    return TaskImage.read(data, recipe.whole("shorterSide"), recipe.whole("longerSide"));
  }

  /** Results with the quality of the labels among the metrics. */
  Results noted(Results results) {
    if (labels == null) {
      return results;
    }
    SortedMap<String, Double> metrics = new TreeMap<>(results.metrics());
    if (labels.labels() > 0) {
      metrics.put("labelPrecision", labels.precision());
    }
    if (labels.objects() > 0) {
      metrics.put("labelRecall", labels.recall());
    }
    return new Results(
        metrics, results.classAp(), results.tests(), results.bootstrapAp(), results.pictures());
  }
}
