package org.sdptbench.harness.launch;

/**
 * How many cells ended how.
 *
 * @param cached had a final record before
 * @param completed completed now
 * @param diverged diverged now
 * @param failed failed, crashed or timed out now
 * @param dropped not run, because everything stopped or the budget was spent
 */
public record LaunchResult(int cached, int completed, int diverged, int failed, int dropped) {

  /** Whether nothing went wrong; diverging is a result. */
  public boolean isClean() {
    return failed == 0;
  }
}
