package org.sdptbench.harness.data;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

  private static final int HELD_EVERY = 10;

  /** Splits of a task for which nobody has written prompts or drawn few shots. */
  public TaskSplits(
      DetectionDataset train,
      DetectionDataset validation,
      DetectionDataset test,
      Optional<LvisFederation> federation) {
    this(train, validation, test, federation, FewShotFiles.NONE, WrittenPrompts.NONE);
  }

  /**
   * The same for a training in which validation chooses: where validation images are test images,
   * which must choose nothing, every tenth training image is for validation, and no longer for
   * training.
   */
  public TaskSplits withValidationApart() {
    Set<String> tested =
        test.images().stream().map(ImageInfo::fileName).collect(Collectors.toSet());
    boolean apart =
        !validation.pixels().equals(test.pixels())
            || validation.images().stream().map(ImageInfo::fileName).noneMatch(tested::contains);
    if (apart) {
      return this;
    }
    Set<Long> held = new HashSet<>();
    Set<Long> rest = new HashSet<>();
    for (int i = 0; i < train.images().size(); i++) {
      (i % HELD_EVERY == HELD_EVERY - 1 ? held : rest).add(train.images().get(i).id());
    }
    return new TaskSplits(train.only(rest), train.only(held), test, federation, fewShot, written);
  }

  /** The same with what somebody has drawn and written. */
  public TaskSplits with(FewShotFiles draws, WrittenPrompts prompts) {
    return new TaskSplits(train, validation, test, federation, draws, prompts);
  }
}
