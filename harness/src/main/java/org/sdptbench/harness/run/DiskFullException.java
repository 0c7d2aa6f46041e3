package org.sdptbench.harness.run;

import java.io.IOException;

/** A disk is full; the message says how much room each of the folders has that are written to. */
public final class DiskFullException extends IOException {
  private static final long serialVersionUID = 1;

  DiskFullException(String message, Throwable cause) {
    super(message, cause);
  }
}
