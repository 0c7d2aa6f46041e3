package org.sdptbench.harness.train;

/** A loss or a weight became NaN or infinite. */
public final class DivergedException extends Exception {
  private static final long serialVersionUID = 1;

  /** With what was found, and when. */
  public DivergedException(String message) {
    super(message);
  }

  /** With what was found, and when, of a part of a run. */
  public DivergedException(String message, DivergedException cause) {
    super(message, cause);
  }
}
