package org.sdptbench.harness.data;

/** Told how far work on many files has come. */
@FunctionalInterface
public interface FileProgress {
  /** Tells nobody. */
  FileProgress SILENT = (what, done, total) -> {};

  /**
   * Called after each file.
   *
   * @param what what is being done, for people
   * @param done files that are done
   * @param total files in all
   */
  void at(String what, long done, long total);
}
