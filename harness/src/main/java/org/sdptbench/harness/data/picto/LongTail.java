package org.sdptbench.harness.data.picto;

import java.util.ArrayList;
import java.util.List;

/**
 * Which classes each image of {@code picto-lvis} holds: rare, common and frequent classes in
 * training, all classes equally often in validation and test.
 */
final class LongTail {
  static final int TRAIN_IMAGES = 300;

  /** Classes in the order of the table: the first are frequent, then common, then rare. */
  private static final int FREQUENT = 12;

  private static final int COMMON = 14;

  private LongTail() {}

  /** Number of training images of a class by its place in the table. */
  static int trainingImages(int label) {
    if (label < FREQUENT) {
      return 24 + 5 * label;
    }
    return label < FREQUENT + COMMON ? 4 + (label - FREQUENT) * 16 / (COMMON - 1) : 1 + label % 3;
  }

  /**
   * The labels of every image of a split, the rarer classes first, since what is drawn first always
   * finds a place.
   */
  static List<List<Integer>> plan(int classes, Split split, int images) {
    List<List<Integer>> plan = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      plan.add(new ArrayList<>());
    }
    for (int label = classes - 1; label >= 0; label--) {
      SceneRandom random = SceneRandom.of(TaskSpecs.LVIS + "/" + split.folder() + "/plan", label);
      int count = split == Split.TRAIN ? trainingImages(label) : images / 10;
      List<Integer> candidates = new ArrayList<>();
      for (int i = 0; i < images; i++) {
        candidates.add(i);
      }
      for (int n = 0; n < count; n++) {
        int image = candidates.remove(random.below(candidates.size()));
        plan.get(image).add(label);
      }
    }
    for (int i = 0; i < images; i++) {
      if (plan.get(i).isEmpty()) {
        plan.get(i).add(i % FREQUENT);
      }
    }
    return plan;
  }
}
