package org.sdptbench.harness.run;

import com.sun.jna.Library;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * The peak of a process's memory during one cell of several.
 *
 * <p>Before each cell but the first, the memory that earlier ones freed goes back to the system and
 * the kernel's mark is reset (Linux with the GNU C library). Where that is not possible, the peak
 * is that of the process so far.
 */
final class MemoryPeak {
  private boolean begun;

  /** The C library's part in it. */
  private interface C extends Library {
    /** Gives freed memory back to the system, but for {@code pad} bytes. */
    int malloc_trim(long pad);
  }

  /** A cell begins. */
  void begin() {
    if (begun) {
      System.gc();
      if (trimmed()) {
        resetMark();
      }
    }
    begun = true;
  }

  /** Whether freed memory was given back; not where the C library is another than GNU's. */
  private static boolean trimmed() {
    try {
      Native.load("c", C.class).malloc_trim(0);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  private static void resetMark() {
    try {
      Files.writeString(Path.of("/proc/self/clear_refs"), "5");
    } catch (IOException e) {
      // not Linux, or not allowed: the mark stays
    }
  }

  /** The peak since the cell began, in bytes, where the system tells. */
  OptionalLong bytes() {
    return Environment.peakMemoryBytes();
  }
}
