package org.sdptbench.harness.cell;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdptbench.harness.eval.LabelQuality;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/**
 * What a training leaves beside the trained parameters.
 *
 * @param curve its course
 * @param seconds wall time in seconds, caching of features included, validation not
 * @param labels how good the zero-shot labels were that it went by; empty for real ones
 * @param diverged why it was given up; empty if it was not
 */
record Trained(
    List<RunRecord.CurvePoint> curve,
    double seconds,
    Optional<LabelQuality> labels,
    Optional<String> diverged) {
  /** Where there is nothing to train. */
  static final Trained NOTHING = new Trained(List.of(), 0, Optional.empty(), Optional.empty());

  /** Defensive copy. */
  Trained {
    curve = List.copyOf(curve);
  }

  /** Results with the quality of the labels among the metrics. */
  Results noted(Results results) {
    if (labels.isEmpty()) {
      return results;
    }
    LabelQuality quality = labels.get();
    SortedMap<String, Double> metrics = new TreeMap<>(results.metrics());
    if (quality.labels() > 0) {
      metrics.put("labelPrecision", quality.precision());
    }
    if (quality.objects() > 0) {
      metrics.put("labelRecall", quality.recall());
    }
    return new Results(
        metrics, results.classAp(), results.tests(), results.bootstrapAp(), results.pictures());
  }
}
