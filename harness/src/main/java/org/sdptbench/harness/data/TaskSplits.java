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
 * @param fewShot few-shot draws of the training split that were published with it
 * @param written how the classes may be asked for, other than by their names
 */
public record TaskSplits(
    DetectionDataset train,
    DetectionDataset validation,
    DetectionDataset test,
    Optional<LvisFederation> federation,
    FewShotFiles fewShot,
    WrittenPrompts written) {

  /** Splits of a task for which nobody has written prompts or drawn few shots. */
  public TaskSplits(
      DetectionDataset train,
      DetectionDataset validation,
      DetectionDataset test,
      Optional<LvisFederation> federation) {
    this(train, validation, test, federation, FewShotFiles.NONE, WrittenPrompts.NONE);
  }

  /** The same with what somebody has drawn and written. */
  public TaskSplits with(FewShotFiles draws, WrittenPrompts prompts) {
    return new TaskSplits(train, validation, test, federation, draws, prompts);
  }
}
