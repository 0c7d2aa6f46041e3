package org.sdptbench.harness.data.picto;

/** A part of a task's data. */
public enum Split {
  /** To learn from. */
  TRAIN("train"),
  /** To choose by. */
  VALIDATION("val"),
  /** To report on. */
  TEST("test");

  private final String folder;

  Split(String folder) {
    this.folder = folder;
  }

  /** Its name in the names of data sets: {@code train}, {@code val} or {@code test}. */
  public String folder() {
    return folder;
  }
}
