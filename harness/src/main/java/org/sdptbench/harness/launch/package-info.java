/**
 * Running many cells.
 *
 * <p>A {@link org.sdptbench.harness.launch.Launcher} decides where workers run; the {@link
 * org.sdptbench.harness.launch.LocalLauncher} keeps a number of processes busy on this machine.
 * What becomes of a cell is the same everywhere: one that has a final record (completed or
 * diverged) is not run, nor one that another process on the same store runs; any other is run. A
 * worker that dies costs its cell only. How it ended is recorded, by a closed list of outcomes that
 * {@code Outcomes} has as a table; what may be bad luck is run again at most twice, with nothing
 * beside it, what is certain is not, and the next call runs all again that has no result. Stopping
 * ends the workers and records nothing for their cells, so that nothing finished is lost and
 * nothing unfinished counts.
 *
 * <p>How many workers run beside one another follows cores and memory ({@link
 * org.sdptbench.harness.launch.Workers}); what a cell needs says a {@link
 * org.sdptbench.harness.launch.CellMemory}.
 *
 * <p>A {@link org.sdptbench.harness.launch.MeasuringProcess} runs no cell: it is where benchmarks
 * find the conditions of a worker.
 */
@NullMarked
package org.sdptbench.harness.launch;

import org.jspecify.annotations.NullMarked;
