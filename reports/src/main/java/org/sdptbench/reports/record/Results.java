package org.sdptbench.reports.record;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdptbench.reports.record.RunRecord.Task;

/**
 * What a completed run showed. Metrics are fractions from 0 to 1; -1 never appears, a metric
 * without ground truth is absent.
 *
 * @param metrics metrics on the test split of the run's own task by name: AP, AP50, AP75, APs, APm,
 *     APl, AR1, ...; on LVIS APr, APc, APf; where classes were split, APbase, APnew and their
 *     harmonic mean APh; where the model labelled its training images, labelPrecision and
 *     labelRecall of these labels against the real ones at IoU 0.5
 * @param classAp test AP by class name
 * @param tests tests on other tasks or at other moments, in the order in which they were made
 * @param bootstrapAp AP on resamples of the test images, drawn with replacement. The i-th value of
 *     every run on one data set comes from the same resample, so that two runs can be compared pair
 *     by pair; empty if none were asked for
 * @param pictures some test images with what was found in them
 */
public record Results(
    SortedMap<String, Double> metrics,
    SortedMap<String, Double> classAp,
    List<Test> tests,
    List<Double> bootstrapAp,
    List<Picture> pictures) {

  /** What a run shows that did not complete. */
  public static final Results NONE =
      new Results(new TreeMap<>(), new TreeMap<>(), List.of(), List.of(), List.of());

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a metric is not a fraction from 0 to 1
   */
  public Results {
    metrics = fractions(metrics, "metrics");
    classAp = fractions(classAp, "classAp");
    tests = List.copyOf(Objects.requireNonNull(tests, "tests"));
    bootstrapAp = List.copyOf(Objects.requireNonNull(bootstrapAp, "bootstrapAp"));
    bootstrapAp.forEach(ap -> checkFraction("bootstrapAp", ap));
    pictures = List.copyOf(Objects.requireNonNull(pictures, "pictures"));
  }

  /** Results with metrics only. */
  public Results(Map<String, Double> metrics, Map<String, Double> classAp) {
    this(new TreeMap<>(metrics), new TreeMap<>(classAp), List.of(), List.of(), List.of());
  }

  /** Whether there is nothing. */
  boolean isEmpty() {
    return equals(NONE);
  }

  /**
   * A test besides that of the run's own task.
   *
   * @param moment when it was made
   * @param task what it was made on; its shots say nothing here and are 0
   * @param metrics metrics by name, as fractions
   */
  public record Test(Moment moment, Task task, SortedMap<String, Double> metrics) {
    /** Checks and copies. */
    public Test {
      Objects.requireNonNull(moment, "tests.moment");
      Objects.requireNonNull(task, "tests.task");
      metrics = fractions(metrics, "tests.metrics");
    }
  }

  /** When a test was made. */
  public enum Moment {
    /** After the base was trained, before the run's own training. */
    BEFORE,
    /** After the run's own training. */
    AFTER,
    /** After it, with what the run trained taken off again. */
    DETACHED;

    /** {@code before}, {@code after} or {@code detached}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static SortedMap<String, Double> fractions(Map<String, Double> map, String name) {
    Objects.requireNonNull(map, name);
    map.forEach((key, value) -> checkFraction(name + "." + key, value));
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  private static void checkFraction(String name, Double value) {
    Objects.requireNonNull(value, name);
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(
          "%s is %s; allowed are fractions from 0 to 1, or absence".formatted(name, value));
    }
  }
}
