/**
 * Running many cells.
 *
 * <p>The {@link org.sdptbench.harness.launch.LocalLauncher} keeps a number of worker processes busy
 * on this machine. A cell that has a final record (completed or diverged) is not run; any other is
 * run once. A worker that dies costs its cell only, which is recorded as crashed with the end of
 * its log and run again by the next call. Stopping ends the workers and records nothing for their
 * cells, so that nothing finished is lost and nothing unfinished counts.
 */
@NullMarked
package org.sdptbench.harness.launch;

import org.jspecify.annotations.NullMarked;
