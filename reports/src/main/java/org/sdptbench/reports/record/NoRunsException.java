package org.sdptbench.reports.record;

import java.io.IOException;

/** There is nothing to report. The message says where was looked and what was found. */
public final class NoRunsException extends IOException {
  private static final long serialVersionUID = 1;

  /** With what was looked for and what was found. */
  public NoRunsException(String message) {
    super(message);
  }
}
