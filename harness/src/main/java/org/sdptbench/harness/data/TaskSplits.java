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
 * @param written how the classes may be asked for, other than by their names
 */
public record TaskSplits(
    DetectionDataset train,
    DetectionDataset validation,
    DetectionDataset test,
    Optional<LvisFederation> federation,
    WrittenPrompts written) {

  /** Splits of a task for whose classes nobody has written prompts. */
  public TaskSplits(
      DetectionDataset train,
      DetectionDataset validation,
      DetectionDataset test,
      Optional<LvisFederation> federation) {
    this(train, validation, test, federation, WrittenPrompts.NONE);
  }

  /** The same with prompts that somebody has written. */
  public TaskSplits with(WrittenPrompts prompts) {
    return new TaskSplits(train, validation, test, federation, prompts);
  }
}
