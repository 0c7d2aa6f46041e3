/**
 * How much memory a cell takes, before it runs: by sizes of the model, of what is trained and of
 * the images ({@link org.sdptbench.harness.memory.MemoryModel}), and for cells of a plan ({@link
 * org.sdptbench.harness.memory.PredictedMemory}).
 *
 * <p>The few coefficients are measured, and hold for one image of 800 pixels as for many small ones
 * within a fifth; {@code docs/performance.md} has predicted beside measured peaks.
 */
@NullMarked
package org.sdptbench.harness.memory;

import org.jspecify.annotations.NullMarked;
