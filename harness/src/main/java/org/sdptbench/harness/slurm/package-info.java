/**
 * Running cells on a cluster with Slurm.
 *
 * <p>A task of the job array is the program itself on a node, with a list of cells: it claims them,
 * runs them in local workers and keeps their records, as any process on a shared store does (see
 * {@code org.sdptbench.harness.run}). So a node that dies, a job that is preempted and one that
 * runs again need nothing of their own here: the next attempt of the task runs what has no result,
 * and goes on from the states that were kept.
 *
 * <p>{@link org.sdptbench.harness.slurm.CellArray} puts cells together to tasks, {@link
 * org.sdptbench.harness.slurm.BatchScript} writes the script of an array, with what a {@link
 * org.sdptbench.harness.slurm.SlurmProfile} asks for, and {@link
 * org.sdptbench.harness.slurm.SlurmCommands} hands it to Slurm. A {@link
 * org.sdptbench.harness.slurm.Submission} notes the numbers of the jobs. Whether a cell is done
 * says the store, whether a job lives {@code squeue}; accounting is not needed.
 */
@NullMarked
package org.sdptbench.harness.slurm;

import org.jspecify.annotations.NullMarked;
