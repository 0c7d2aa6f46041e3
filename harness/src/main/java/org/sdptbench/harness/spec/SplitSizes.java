package org.sdptbench.harness.spec;

/**
 * How large a data set is, as it was published, to estimate times and memory by.
 *
 * @param training training images
 * @param validation validation images
 * @param test test images
 * @param captions captions that a test asks each image for: more than one where the classes do not
 *     fit into one
 */
public record SplitSizes(int training, int validation, int test, int captions) {
  /** Of a data set whose classes fit into a caption. */
  public SplitSizes(int training, int validation, int test) {
    this(training, validation, test, 1);
  }
}
