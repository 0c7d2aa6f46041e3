package org.sdptbench.reports.record;

import java.io.IOException;

/** A file is not a record of a version that this program reads. The message says where and why. */
public final class RecordFormatException extends IOException {
  private static final long serialVersionUID = 1;

  private final String reason;
  private final boolean newer;

  RecordFormatException(String message) {
    this(message, false);
  }

  private RecordFormatException(String message, boolean newer) {
    super(message);
    reason = message;
    this.newer = newer;
  }

  RecordFormatException(String message, Throwable cause) {
    super(message, cause);
    reason = message;
    newer = cause instanceof RecordFormatException format && format.newer;
  }

  /** Of a file that a newer program wrote. */
  static RecordFormatException newer(String message) {
    return new RecordFormatException(message, true);
  }

  /** Whether the file is of a newer version, and so somebody's, and not damaged. */
  public boolean isNewer() {
    return newer;
  }

  /** The message, which is never absent. */
  public String reason() {
    return reason;
  }
}
