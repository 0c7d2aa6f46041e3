/**
 * Running many cells.
 *
 * <p>A {@link org.sdptbench.harness.launch.Launcher} decides where workers run; the {@link
 * org.sdptbench.harness.launch.LocalLauncher} keeps a number of processes busy on this machine.
 * What becomes of a cell is the same everywhere: one that has a final record (completed or
 * diverged) is not run; any other is run once. A worker that dies costs its cell only, which is
 * recorded as crashed with the end of its log and run again by the next call. Stopping ends the
 * workers and records nothing for their cells, so that nothing finished is lost and nothing
 * unfinished counts.
 *
 * <p>A {@link org.sdptbench.harness.launch.MeasuringProcess} runs no cell: it is where benchmarks
 * find the conditions of a worker.
 */
@NullMarked
package org.sdptbench.harness.launch;

import org.jspecify.annotations.NullMarked;
