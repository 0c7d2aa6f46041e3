package org.sdptbench.reports.record;

import java.io.IOException;

/** A file is not a record of a version that this program reads. The message says where and why. */
public final class RecordFormatException extends IOException {
  private static final long serialVersionUID = 1;

  private final String reason;

  RecordFormatException(String message) {
    super(message);
    reason = message;
  }

  RecordFormatException(String message, Throwable cause) {
    super(message, cause);
    reason = message;
  }

  /** The message, which is never absent. */
  public String reason() {
    return reason;
  }
}
