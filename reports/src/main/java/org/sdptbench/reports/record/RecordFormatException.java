package org.sdptbench.reports.record;

import java.io.IOException;

/** A file is not a record of a version that this program reads. The message says where and why. */
public final class RecordFormatException extends IOException {
  private static final long serialVersionUID = 1;

  RecordFormatException(String message) {
    super(message);
  }

  RecordFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
