/**
 * The commands of {@code sdptbench}.
 *
 * <p>A command takes what it needs in its constructor and returns an {@linkplain
 * org.sdptbench.harness.cli.ExitCode exit code}; only {@code Main} ends the process. A mistake of
 * the user is told without a stack trace and exits 2; a bug shows its stack trace and exits 70.
 * What the commands stand on (methods, data, models, the training of a cell, the report) comes
 * through {@link org.sdptbench.harness.cli.Engine}.
 */
@NullMarked
package org.sdptbench.harness.cli;

import org.jspecify.annotations.NullMarked;
