package org.sdptbench.harness.data;

import java.util.Optional;

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
    Optional<LvisFederation> federation) {}
