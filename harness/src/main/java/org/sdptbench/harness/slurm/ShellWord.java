package org.sdptbench.harness.slurm;

/**
 * A text as one word of a shell's command line, whatever is in it.
 *
 * @param text the text
 */
record ShellWord(String text) {
  /** In single quotes, within which a shell takes every character but the quote as it is. */
  @Override
  public String toString() {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
