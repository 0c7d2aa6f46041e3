/**
 * Running one cell, and keeping what it leaves.
 *
 * <p>A {@link org.sdptbench.harness.run.CellRunner} trains and tests one cell. It works inside a
 * {@link org.sdptbench.harness.run.Worker}: a process beside its parent, with one thread for
 * tensors, that runs one cell after another. Its start, the model and the data are paid once. What
 * a process of its own for every cell would buy, holds all the same: a native crash costs one cell,
 * and so does a failure, after which the worker is not used again; the peak memory in a record is
 * that of its cell ({@link org.sdptbench.harness.run.MemoryPeak}); and no cell depends on what ran
 * before it, as a model that a training has changed by mistake is loaded anew.
 *
 * <p>The worker is told of cells by lines of JSON on its standard input, see {@link
 * org.sdptbench.harness.run.WorkerTask}: a file with the cell, a file for the record, and a folder.
 * It reports progress by lines on its standard output, see {@link
 * org.sdptbench.harness.run.WorkerEvent}; all else it prints is the cell's log. The last line of a
 * cell says that the record is written. It ends by itself when its standard input does, so that no
 * worker outlives its parent.
 *
 * <p>Records are kept in a {@link org.sdptbench.harness.run.RunStore}, {@code runs/ab/abcd….json}
 * by the id of the cell, in the format that {@code org.sdptbench.reports.record} owns, each with
 * the digest of its content and of its adapter. The first complete one wins; one that cannot be
 * read, or is not what its digest says, counts as missing and is reported; one of a newer program
 * stays. Small trained adapters are kept beside their records, {@code runs/ab/abcd….adapter/};
 * images that records show, once for all runs on a data set, are in {@code runs/pictures/}.
 *
 * <p>Many processes on many machines may work on one store. Each tells the others that it lives by
 * a {@link org.sdptbench.harness.run.Presence}, and which cells are its own by {@link
 * org.sdptbench.harness.run.Claims}. What a process that was killed left there is found by the next
 * ({@link org.sdptbench.harness.run.Leftovers}): every file tells by its name whose it is. Nothing
 * locks a file, and nothing asks a clock that can be set.
 *
 * <p>What an exception of a run means (a mistake, want of memory, a full disk) is in {@link
 * org.sdptbench.harness.run.Worker}.
 *
 * <p>To be published, the records of a folder become one file, a {@link
 * org.sdptbench.harness.run.RecordArchive}; a {@link org.sdptbench.harness.run.RecordImport} puts
 * them into the store of another machine.
 */
@NullMarked
package org.sdptbench.harness.run;

import org.jspecify.annotations.NullMarked;
