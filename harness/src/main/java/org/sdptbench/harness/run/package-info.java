/**
 * Running one cell, and keeping what it leaves.
 *
 * <p>A {@link org.sdptbench.harness.run.CellRunner} trains and tests one cell. It works inside a
 * {@link org.sdptbench.harness.run.Worker}: a process of its own for every cell, with one thread
 * for tensors. One process a cell costs a few seconds each and buys three things: a native crash or
 * a leak costs one cell, the peak memory in a record is that of its cell, and no cell can depend on
 * what ran before it.
 *
 * <p>The worker is told a file with the cell and a file for the record. It reports progress as
 * lines of JSON on its standard output, see {@link org.sdptbench.harness.run.WorkerEvent}; all else
 * it prints is its log. The last line says that the record is written: then the parent ends it. It
 * ends by itself when its standard input does, so that no worker outlives its parent.
 *
 * <p>Records are kept in a {@link org.sdptbench.harness.run.RunStore}, {@code runs/ab/abcd….json}
 * by the id of the cell, in the format that {@code org.sdptbench.reports.record} owns. A record is
 * written to a temporary name and renamed; the first complete one wins; one that cannot be read
 * counts as missing and is reported. Small trained adapters are kept beside their records, {@code
 * runs/ab/abcd….adapter/}; images that records show, once for all runs on a data set, are in {@code
 * runs/pictures/}.
 *
 * <p>To be published, the records of a folder become one file, a {@link
 * org.sdptbench.harness.run.RecordArchive}; a {@link org.sdptbench.harness.run.RecordImport} puts
 * them into the store of another machine.
 */
@NullMarked
package org.sdptbench.harness.run;

import org.jspecify.annotations.NullMarked;
