package org.sdptbench.harness.eval;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.LvisFederation;
import org.sdptbench.harness.data.LvisFederation.Frequency;

/**
 * What the LVIS evaluation measured, as fractions from 0 to 1; a metric without ground truth is
 * absent.
 */
public final class LvisMetrics {
  private static final int[] ALL_THRESHOLDS = IntStream.range(0, 10).toArray();
  private static final int[] THRESHOLD_50 = {0};
  private static final int[] THRESHOLD_75 = {5};

  private final List<Category> categories;
  private final LvisFederation federation;
  private final PrecisionRecall curves;

  LvisMetrics(List<Category> categories, LvisFederation federation, PrecisionRecall curves) {
    this.categories = categories.stream().sorted(Comparator.comparingInt(Category::id)).toList();
    this.federation = federation;
    this.curves = curves;
    for (Category category : categories) {
      if (!federation.frequencies().containsKey(category.id())) {
        throw new IllegalArgumentException(
            "category %s (%s) has no frequency".formatted(category.id(), category.name()));
      }
    }
  }

  /** The classes, by ascending id, in the order of the first index of {@link #curves()}. */
  public List<Category> categories() {
    return categories;
  }

  /** Precision and recall behind the numbers; one limit of detections. */
  public PrecisionRecall curves() {
    return curves;
  }

  /**
   * AP, AP50, AP75, APs, APm, APl; APr, APc, APf over rare, common and frequent classes; AR, ARs,
   * ARm, ARl.
   */
  public SortedMap<String, Double> summary() {
    SortedMap<String, Double> metrics = new TreeMap<>();
    int[] all = IntStream.range(0, categories.size()).toArray();
    put(metrics, "AP50", curves.meanPrecision(all, 0, 0, THRESHOLD_50));
    put(metrics, "AP75", curves.meanPrecision(all, 0, 0, THRESHOLD_75));
    for (int a = 0; a < CocoEvaluator.COCO_AREAS.size(); a++) {
      String suffix = CocoEvaluator.COCO_AREAS.get(a).suffix();
      put(metrics, "AP" + suffix, curves.meanPrecision(all, a, 0, ALL_THRESHOLDS));
      put(metrics, "AR" + suffix, curves.meanRecall(all, a, 0));
    }
    for (Frequency frequency : Frequency.values()) {
      int[] group =
          IntStream.of(all)
              .filter(k -> federation.frequencies().get(categories.get(k).id()) == frequency)
              .toArray();
      put(metrics, "AP" + frequency.letter(), curves.meanPrecision(group, 0, 0, ALL_THRESHOLDS));
    }
    return Collections.unmodifiableSortedMap(metrics);
  }

  /** AP by category id; categories without objects are absent. */
  public SortedMap<Integer, Double> classAp() {
    SortedMap<Integer, Double> ap = new TreeMap<>();
    for (int k = 0; k < categories.size(); k++) {
      double value = curves.meanPrecision(new int[] {k}, 0, 0, ALL_THRESHOLDS);
      if (!Double.isNaN(value)) {
        ap.put(categories.get(k).id(), value);
      }
    }
    return Collections.unmodifiableSortedMap(ap);
  }

  private static void put(SortedMap<String, Double> metrics, String name, double value) {
    if (!Double.isNaN(value)) {
      metrics.put(name, value);
    }
  }
}
