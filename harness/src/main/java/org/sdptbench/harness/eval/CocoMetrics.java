package org.sdptbench.harness.eval;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sdptbench.harness.data.Category;

/**
 * What COCO's evaluation measured, as fractions from 0 to 1.
 *
 * <p>A metric without ground truth (for pycocotools, -1) is absent from the maps and NaN where a
 * number is returned.
 */
public final class CocoMetrics {
  private final CocoEvaluator settings;
  private final List<Category> categories;
  private final PrecisionRecall curves;

  CocoMetrics(CocoEvaluator settings, List<Category> categories, PrecisionRecall curves) {
    this.settings = settings;
    this.categories = categories.stream().sorted(Comparator.comparingInt(Category::id)).toList();
    this.curves = curves;
  }

  /** The settings they were measured with. */
  public CocoEvaluator settings() {
    return settings;
  }

  /** The classes, by ascending id, in the order of the first index of {@link #curves()}. */
  public List<Category> categories() {
    return categories;
  }

  /** Precision and recall behind the numbers. */
  public PrecisionRecall curves() {
    return curves;
  }

  /** AP averaged over classes and IoU thresholds; NaN if there are no objects. */
  public double ap() {
    return ap(allCategories(), 0, allThresholds());
  }

  /**
   * All metrics over all classes by name: AP, AP50, AP75, APs, APm, APl, AR1, AR10, AR100, ARs, ARm
   * and ARl with COCO's settings. AP50 and AP75 need their threshold among the settings; AR is
   * named after the limits of detections; the sizes and AP use the last limit.
   */
  public SortedMap<String, Double> summary() {
    return summary(allCategories());
  }

  /**
   * The metrics of one class, by the same names.
   *
   * @throws IllegalArgumentException if there is no class of this id
   */
  public SortedMap<String, Double> classSummary(int categoryId) {
    return IntStream.range(0, categories.size())
        .filter(k -> categories.get(k).id() == categoryId)
        .mapToObj(k -> summary(new int[] {k}))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "category id: found %s; allowed: one of %s"
                        .formatted(categoryId, categories.stream().map(Category::id).toList())));
  }

  /**
   * AP by class name; classes without objects are absent. Classes that share a name are told apart
   * by their id, as {@code name (id)}.
   */
  public SortedMap<String, Double> classAp() {
    SortedMap<String, Double> ap = new TreeMap<>();
    for (int k = 0; k < categories.size(); k++) {
      Category category = categories.get(k);
      boolean unique =
          categories.stream().filter(c -> c.name().equals(category.name())).count() == 1;
      String name = unique ? category.name() : category.name() + " (" + category.id() + ")";
      put(ap, name, ap(new int[] {k}, 0, allThresholds()));
    }
    return Collections.unmodifiableSortedMap(ap);
  }

  private SortedMap<String, Double> summary(int[] classes) {
    SortedMap<String, Double> metrics = new TreeMap<>();
    // Thresholds are looked up by exact equality, as in pycocotools' summarize.
    put(metrics, "AP50", ap(classes, 0, thresholdsEqualTo(0.5)));
    put(metrics, "AP75", ap(classes, 0, thresholdsEqualTo(0.75)));
    for (int m = 0; m < settings.maxDetections().size(); m++) {
      put(metrics, "AR" + settings.maxDetections().get(m), curves.meanRecall(classes, 0, m));
    }
    for (int a = 0; a < settings.areaRanges().size(); a++) {
      String suffix = settings.areaRanges().get(a).suffix();
      put(metrics, "AP" + suffix, ap(classes, a, allThresholds()));
      if (a > 0) {
        put(metrics, "AR" + suffix, curves.meanRecall(classes, a, lastLimit()));
      }
    }
    return Collections.unmodifiableSortedMap(metrics);
  }

  private double ap(int[] classes, int area, int[] thresholds) {
    return curves.meanPrecision(classes, area, lastLimit(), thresholds);
  }

  private int lastLimit() {
    return settings.maxDetections().size() - 1;
  }

  private int[] allCategories() {
    return IntStream.range(0, categories.size()).toArray();
  }

  private int[] allThresholds() {
    return IntStream.range(0, settings.iouThresholds().size()).toArray();
  }

  private int[] thresholdsEqualTo(double value) {
    return IntStream.range(0, settings.iouThresholds().size())
        .filter(t -> settings.iouThresholds().get(t) == value)
        .toArray();
  }

  private static void put(SortedMap<String, Double> metrics, String name, double value) {
    if (!Double.isNaN(value)) {
      metrics.put(name, value);
    }
  }
}
