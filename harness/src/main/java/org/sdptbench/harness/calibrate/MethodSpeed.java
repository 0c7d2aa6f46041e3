package org.sdptbench.harness.calibrate;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.commons.statistics.descriptive.Median;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.cell.ReadyCell;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.RecipeValues;
import org.sdptbench.harness.spec.Speed;
import org.sdptbench.harness.train.DivergedException;
import org.sdptbench.harness.train.FeatureRoom;
import org.sdptbench.harness.train.Training;

/**
 * Measures what a method costs with a cell's recipe: training steps of one image of noise, and
 * detections in it, after a first one of each that does not count. Medians.
 *
 * <p>Where training images come at random sizes it is the largest of them, whose time is taken
 * times their mean number of pixels; and nothing is kept from step to step. Where they are always
 * the same, what can be kept is there already.
 *
 * @param model a model, which stays the caller's
 * @param time time for the steps, and once more for the detections; at least two are done
 */
public record MethodSpeed(PretrainedGlip model, Duration time) {
  /** A data set with a handful of classes. */
  private static final String CLASSES_OF = "picto-odinw13/Aquarium";

  /** Of the sizes 0.6, 0.7, 0.8, 0.9 and 1 the mean square. */
  private static final double MEAN_PIXELS = 0.66;

  private static final double ASPECT = 4 / 3.0;
  private static final int LEAST = 2;
  private static final int MOST = 50;

  /** Measures the method of a cell; what it trains first is left out. */
  public Speed of(Cell planned) throws IOException {
    Recipe.Data data = Recipe.of(planned.recipe()).data();
    Cell cell = alone(planned);
    TaskSplits classes = new Datasets(Optional.empty()).open(CLASSES_OF);
    int width = (int) Math.min(data.longerSide(), Math.round(ASPECT * data.shorterSide()));
    DetectionDataset noise =
        StandIns.noise(classes.train().categories(), width, data.shorterSide());
    TaskSplits task = new TaskSplits(noise, noise, noise, classes.federation());
    try (ReadyCell ready = new ReadyCell(cell, model, task, new ServiceMethods())) {
      double training = 0;
      if (cell.trains()) {
        FeatureRoom room = data.augmented() ? FeatureRoom.NONE : FeatureRoom.STANDARD;
        try (Training steps = ready.train(room)) {
          training = median(steps::step) * (data.augmented() ? MEAN_PIXELS : 1);
        } catch (DivergedException e) {
          throw new IOException("%s: %s".formatted(planned.describe(), e.getMessage()), e);
        }
      }
      double testing;
      try {
        testing = median(() -> ready.detect(0).size());
      } catch (DivergedException e) {
        throw new IllegalStateException(e); // of trainings
      }
      return new Speed(
          cell.model(), cell.method().name(), cell.method().settings(), training, testing);
    }
  }

  /** One image a step, always the same, for as long as anybody likes. */
  private static Cell alone(Cell planned) {
    return new Cell(
        planned.model(),
        planned.method(),
        Cell.task(CLASSES_OF, 0),
        new RecipeValues(planned.recipe()).singleSteps(MOST),
        0,
        new TreeMap<>(),
        planned.protocol());
  }

  /** Something that is done again and again. */
  @FunctionalInterface
  private interface Turn {
    double take() throws DivergedException;
  }

  private double median(Turn turn) throws DivergedException {
    turn.take();
    long end = System.nanoTime() + time.toNanos();
    double[] seconds = new double[MOST - 1];
    int done = 0;
    while (done < LEAST || done < seconds.length && System.nanoTime() < end) {
      long start = System.nanoTime();
      turn.take();
      seconds[done++] = (System.nanoTime() - start) / 1e9;
    }
    return Median.withDefaults().evaluateRange(seconds, 0, done);
  }
}
