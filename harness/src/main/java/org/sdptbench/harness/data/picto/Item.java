package org.sdptbench.harness.data.picto;

/**
 * Something to be drawn.
 *
 * @param label index of its class, or {@link #UNLABELLED}
 * @param drawing what it looks like
 */
record Item(int label, Pictograph drawing) {
  static final int UNLABELLED = -1;
}
