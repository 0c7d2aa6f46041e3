package org.sdptbench.harness.catalog;

import java.util.Optional;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.LvisFederation;

/**
 * The splits of a task.
 *
 * @param train for training
 * @param validation for selection and training curves
 * @param test for the final numbers only
 * @param federation what LVIS's evaluation has to know of the test split; empty where COCO's is
 *     used
 */
public record TaskSplits(
    DetectionDataset train,
    DetectionDataset validation,
    DetectionDataset test,
    Optional<LvisFederation> federation) {

  /** Splits that are tested by COCO's evaluation. */
  TaskSplits(DetectionDataset train, DetectionDataset validation, DetectionDataset test) {
    this(train, validation, test, Optional.empty());
  }
}
