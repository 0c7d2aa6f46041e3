package org.sdptbench.harness.data.odinw;

/** A split, with the names that ODinW's folders and few-shot files give it. */
public enum OdinwSplit {
  /** For training. */
  TRAIN("train", "train"),
  /** For selection. */
  VAL("valid", "val"),
  /** The small selection split of the two largest data sets. */
  MINIVAL("mini_val", "minival"),
  /** For the final numbers. */
  TEST("test", "test");

  private final String folder;
  private final String label;

  OdinwSplit(String folder, String label) {
    this.folder = folder;
    this.label = label;
  }

  /** Name of the folder, e.g. {@code valid}. */
  public String folder() {
    return folder;
  }

  /** Name in GLIP's configurations and few-shot files, e.g. {@code val}. */
  public String label() {
    return label;
  }
}
