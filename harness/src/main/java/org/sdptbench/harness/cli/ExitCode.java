package org.sdptbench.harness.cli;

/** The exit codes of {@code sdptbench}. */
public final class ExitCode {
  /** All is well. Diverged cells are results. */
  public static final int OK = 0;

  /** Some cells have no result, as they failed or were not run; the rest is there. */
  public static final int CELLS_FAILED = 1;

  /** Some benchmarks failed; the rest is there. */
  public static final int BENCHMARKS_FAILED = 1;

  /** Some records are not what their digests say. */
  public static final int DAMAGED = 1;

  /** Published results did not come out again. */
  public static final int DIFFERENT = 1;

  /** A mistake in the command line, a spec or the data; nothing has run. */
  public static final int USER_ERROR = 2;

  /** A bug of sdptbench; the stack trace is on standard error. */
  public static final int BUG = 70;

  /** What was printed did not get to where it should: a full device, a closed pipe. */
  public static final int OUTPUT_LOST = 74;

  private ExitCode() {}
}
