package org.sdptbench.harness.engine;

import org.sdptbench.harness.data.DetectionDataset;

/**
 * The splits of a task.
 *
 * @param train for training
 * @param validation for selection and training curves
 * @param test for the final numbers only
 */
record TaskSplits(DetectionDataset train, DetectionDataset validation, DetectionDataset test) {}
