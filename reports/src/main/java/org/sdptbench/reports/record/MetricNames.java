package org.sdptbench.reports.record;

import java.util.List;

/** The names under which {@link Results} may hold metrics. */
public final class MetricNames {

  /**
   * All of them: AP over IoU 0.50 to 0.95, at one IoU, by size, by frequency of the class (LVIS),
   * of base classes, new classes and their harmonic mean; then recall; last, how good the labels
   * were where the model labelled its own training images.
   */
  public static final List<String> ALL =
      List.of(
          "AP",
          "AP50",
          "AP75",
          "APs",
          "APm",
          "APl",
          "APr",
          "APc",
          "APf",
          "APbase",
          "APnew",
          "APh",
          "AR",
          "AR1",
          "AR10",
          "AR100",
          "ARs",
          "ARm",
          "ARl",
          "labelPrecision",
          "labelRecall");

  private MetricNames() {}
}
