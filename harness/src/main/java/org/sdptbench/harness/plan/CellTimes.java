package org.sdptbench.harness.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.DoubleSummaryStatistics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Median;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.spec.DatasetCatalog;
import org.sdptbench.harness.spec.RecipeValues;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Speed;
import org.sdptbench.harness.spec.SplitSizes;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Base;

/**
 * Estimates how long cells take.
 *
 * <p>The guess counts images: of training steps, those of what is trained first included, and of
 * trainings that may end early the scale's guess of their epochs; of validations; and of tests,
 * each under as many captions as the classes need. Each has the time that was measured on this
 * machine, or the scale's guess, and a cell something besides. What runs took corrects it by the
 * median of measured to guessed time: of the same method on the same data set, or else of the
 * method, or else of all cells. Safe for use by several threads.
 */
public final class CellTimes {
  /** Of a data set of which nobody has said how large it is. */
  private static final int IMAGES = 500;

  private final Scale.Estimate guess;
  private final DatasetCatalog datasets;
  private final Map<String, List<Double>> ratios = new HashMap<>();

  /** Of the ratios as they are, as far as it was asked for. */
  private final Map<String, Double> medians = new HashMap<>();

  /**
   * Estimates from a scale's guess and from what has been measured.
   *
   * @param datasets know how many images epochs go over
   * @param history records of any cells; only completed ones with a time count
   */
  public CellTimes(Scale.Estimate guess, DatasetCatalog datasets, Collection<RunRecord> history) {
    this.guess = guess;
    this.datasets = datasets;
    history.forEach(this::add);
  }

  /** Learns from one more record. */
  public synchronized void add(RunRecord record) {
    Double seconds = record.cost().totalSeconds();
    if (record.outcome() != RunRecord.Outcome.COMPLETED || seconds == null || seconds <= 0) {
      return;
    }
    double ratio = seconds / guess(work(record));
    String dataset = Cell.datasetName(record.task());
    for (String key : keys(record.model(), name(record.method(), record.base()), dataset)) {
      ratios.computeIfAbsent(key, k -> new ArrayList<>()).add(ratio);
      medians.remove(key);
    }
  }

  /** Seconds that a cell will probably take in one worker. */
  public synchronized double seconds(Cell cell) {
    double guess = guess(work(cell));
    for (String key : keys(cell.model(), name(cell.method(), cell.base()), cell.dataset())) {
      List<Double> known = ratios.get(key);
      if (known != null) {
        return guess * medians.computeIfAbsent(key, k -> median(known));
      }
    }
    return guess;
  }

  private static double median(List<Double> ratios) {
    return Median.withDefaults().evaluate(ratios.stream().mapToDouble(r -> r).toArray());
  }

  /** Whether it has learnt from any run. */
  public synchronized boolean learns() {
    return !ratios.isEmpty();
  }

  /**
   * Of these seconds those of what it trains first, which another cell may have trained already.
   */
  public double secondsOfBase(Cell cell) {
    Base base = cell.base();
    return base == null
        ? 0
        : training(base.recipe(), base.task(), speed(cell.model(), base.method()));
  }

  /** Seconds that cells will probably take with so many workers. */
  public double seconds(Collection<Cell> cells, int workers) {
    DoubleSummaryStatistics all = cells.stream().mapToDouble(this::seconds).summaryStatistics();
    return cells.isEmpty() ? 0 : Math.max(all.getSum() / workers, all.getMax());
  }

  private static List<String> keys(String model, String method, String dataset) {
    return List.of(model + " " + method + " " + dataset, model + " " + method, model, "");
  }

  /** One method after another takes another time than each alone. */
  private static String name(RunRecord.Method method, @Nullable Base base) {
    return base == null ? method.name() : base.method().name() + " then " + method.name();
  }

  /** What is trained and tested. */
  private record Work(
      String model,
      RunRecord.Method method,
      RunRecord.Task task,
      Map<String, Object> recipe,
      @Nullable Base base,
      List<RunRecord.Task> otherTests) {}

  private static Work work(Cell cell) {
    List<RunRecord.Task> tests = new ArrayList<>(cell.alsoTestedOn());
    Base base = cell.base();
    if (base != null) { // before, and where the base stays, once more without the cell's own
      tests.add(cell.task());
      tests.addAll(cell.alsoTestedOn());
      if (!base.continued()) {
        tests.addAll(cell.alsoTestedOn());
      }
    }
    return new Work(cell.model(), cell.method(), cell.task(), cell.recipe(), base, tests);
  }

  private static Work work(RunRecord record) {
    return new Work(
        record.model(),
        record.method(),
        record.task(),
        record.recipe(),
        record.base(),
        record.results().tests().stream().map(Results.Test::task).toList());
  }

  private double guess(Work work) {
    Speed speed = speed(work.model, work.method);
    double tested = testImages(work.recipe, work.task);
    for (RunRecord.Task other : work.otherTests) {
      tested += testImages(work.recipe, other);
    }
    double all = training(work.recipe, work.task, speed) + tested * speed.secondsPerTestImage();
    Base base = work.base;
    if (base != null) {
      all += training(base.recipe(), base.task(), speed(work.model, base.method()));
    }
    return all + Math.max(guess.secondsPerCell(), 0.01);
  }

  private Speed speed(String model, RunRecord.Method method) {
    return guess.speed(model, method.name(), method.settings());
  }

  private double training(Map<String, Object> recipe, RunRecord.Task task, Speed speed) {
    RecipeValues values = new RecipeValues(recipe);
    int images = images(task) * values.copies(task.shots());
    double all = values.trainingImages(images);
    double likely =
        guess.epochs() > 0 && values.mayEndEarly() ? Math.min(all, guess.epochs() * images) : all;
    double validated =
        values.validations(images)
            * (all == 0 ? 0 : likely / all)
            * sizes(task)
                .map(sizes -> values.validationImages(sizes.validation()) * sizes.captions())
                .orElse(0);
    return likely * speed.secondsPerImage() + validated * speed.secondsPerTestImage();
  }

  private double testImages(Map<String, Object> recipe, RunRecord.Task task) {
    return sizes(task)
        .map(sizes -> (double) new RecipeValues(recipe).testImages(sizes.test()) * sizes.captions())
        .orElse(0.0);
  }

  private Optional<SplitSizes> sizes(RunRecord.Task task) {
    String dataset = Cell.datasetName(task);
    return datasets.names().contains(dataset) // else of a record of somebody else's data
        ? datasets.sizes(dataset)
        : Optional.empty();
  }

  /** Few shots take at most so many images of each class. */
  private int images(RunRecord.Task task) {
    String dataset = Cell.datasetName(task);
    if (!datasets.names().contains(dataset)) {
      return IMAGES;
    }
    int all = sizes(task).map(SplitSizes::training).orElse(IMAGES);
    int classes = Math.max(1, datasets.classes(dataset).size());
    return task.shots() == 0 ? all : Math.min(all, task.shots() * classes);
  }
}
