/**
 * Measuring times with JMH.
 *
 * <p>{@link org.sdptbench.harness.measure.Benchmarks} are the methods marked {@code @Benchmark} in
 * the packages named {@code bench}, beside what they measure. A {@link
 * org.sdptbench.harness.measure.Measurement} runs some of them, each in processes of its own, and
 * prints a {@link org.sdptbench.harness.measure.ResultTable} whose times are all in milliseconds.
 * The environment of this process is that of the others: whoever wants a worker's starts this one
 * with it.
 */
@NullMarked
package org.sdptbench.harness.measure;

import org.jspecify.annotations.NullMarked;
