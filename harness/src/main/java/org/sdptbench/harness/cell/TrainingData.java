package org.sdptbench.harness.cell;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.ClassSplit;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.FewShot;
import org.sdptbench.harness.data.FewShotFiles;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.data.TrainingBoxes;
import org.sdptbench.harness.data.WrittenPrompts;
import org.sdptbench.harness.eval.LabelQuality;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.train.Phrases;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.harness.train.TaskImages;
import org.sdptbench.harness.train.TrainingImages;

/**
 * What a cell trains on: of the classes that it may see the few shots, if that many are asked for,
 * with real or zero-shot labels.
 *
 * @param data images and boxes
 * @param labels how good zero-shot labels are; empty for real ones
 */
record TrainingData(DetectionDataset data, Optional<LabelQuality> labels) {

  /**
   * The training data of a cell. Few shots are picked by the real boxes, whatever the labels are.
   *
   * @param task whose training split it is
   * @param progress told what zero-shot labels are like
   * @throws IOException if classes are to be split and there is but one, if images cannot be read,
   *     if no zero-shot label reaches its score, or if there is no object to train on
   */
  static TrainingData of(Cell cell, PretrainedGlip model, TaskSplits task, Progress progress)
      throws IOException {
    Recipe.Data recipe = Recipe.of(cell.recipe()).data();
    DetectionDataset data =
        few(ofSeenClasses(recipe, task.train()), task.fewShot(), cell.task().shots(), cell.seed());
    if (recipe.zeroShotLabels().isEmpty()) {
      DetectionDataset boxes = shown(recipe, TrainingBoxes.of(data).data());
      if (boxes.annotations().stream().allMatch(Annotation::crowd)) {
        throw new IOException(
            "%s: no object to train on in %s images, %s classes and %s"
                .formatted(
                    task.train().name(),
                    data.images().size(),
                    data.categories().size(),
                    cell.task().shots() == 0 ? "all shots" : cell.task().shots() + " shots"));
      }
      return new TrainingData(boxes, Optional.empty());
    }
    progress.at(0, "labelling");
    double leastScore = recipe.zeroShotLabels().getAsDouble();
    ZeroShotLabels labels =
        ZeroShotLabels.of(
            model, data, prompts(recipe, task), images(recipe, data), leastScore, done -> {});
    progress.at(0, labels.describe());
    return new TrainingData(shown(recipe, labels.data()), Optional.of(labels.quality()));
  }

  /** The images that are trained on. */
  private static DetectionDataset shown(Recipe.Data recipe, DetectionDataset data) {
    return recipe.dropsEmpty() ? data.withObjects() : data;
  }

  /** The draw that was published with the data set, of the same classes; else GLIP's rule. */
  private static DetectionDataset few(
      DetectionDataset train, FewShotFiles published, int shots, long seed) throws IOException {
    Optional<DetectionDataset> drawn = shots == 0 ? Optional.empty() : published.draw(shots, seed);
    return drawn
        .filter(draw -> draw.categories().equals(train.categories()))
        .orElseGet(() -> FewShot.pick(train, shots, seed));
  }

  /** The images to train on, varied if the recipe says so. */
  TrainingImages images(Recipe.Data recipe) {
    return recipe.augmented()
        ? new TrainingImages.Augmented(
            new TaskImages(data, recipe.longerSide()), recipe.shorterSide())
        : new TrainingImages.Same(images(recipe, data));
  }

  /** How the classes of a task stand in captions. */
  static WrittenPrompts prompts(Recipe.Data recipe, TaskSplits task) {
    return recipe.writtenPrompts() ? task.written() : WrittenPrompts.NONE;
  }

  /** Which tokens of a caption speak for a class in a test. */
  static Phrases phrases(Recipe recipe) {
    return recipe.evaluation().releasePhrases() ? Phrases.RELEASE : Phrases.NAMES;
  }

  /** A data set with the classes that training may see. */
  static DetectionDataset ofSeenClasses(Recipe.Data recipe, DetectionDataset data)
      throws IOException {
    return recipe.splitClasses() ? data.ofCategories(ClassSplit.of(data).base()) : data;
  }

  /** The images of a data set, sized as the recipe says. */
  static List<TaskImage> images(Recipe.Data recipe, DetectionDataset data) {
    return new TaskImages(data, recipe.longerSide()).all(recipe.shorterSide());
  }
}
