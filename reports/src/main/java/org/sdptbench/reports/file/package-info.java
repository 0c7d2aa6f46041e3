/**
 * Files that are whole or not there.
 *
 * <p>Whatever is written is written beside, under a name that tells the process, and renamed: a
 * {@link org.sdptbench.reports.file.WholeFile}. A process that is killed leaves a file {@code
 * .NAME.PROCESS.RANDOM.tmp} behind; by its {@link org.sdptbench.reports.file.ProcessId} the next
 * one knows that nobody will rename it any more.
 */
@NullMarked
package org.sdptbench.reports.file;

import org.jspecify.annotations.NullMarked;
