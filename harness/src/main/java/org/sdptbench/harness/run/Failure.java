package org.sdptbench.harness.run;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdptbench.harness.device.UnpackedNatives;
import org.sdptbench.reports.record.RunRecord.Outcome;

/**
 * What an exception of a run means.
 *
 * @param cause the exception
 */
record Failure(Throwable cause) {
  private static final int MAX_REASON = 2000;

  /** What PyTorch says on a processor and on an accelerator, up to the end of the sentence. */
  private static final Pattern NO_MEMORY =
      Pattern.compile(
          "(DefaultCPUAllocator: (can't allocate|not enough) memory|CUDA out of memory"
              + "|CUDA error: out of memory|CUDA_ERROR_OUT_OF_MEMORY|MPS backend out of memory)[^\\n]*");

  /** What the system says, which Java passes on. */
  private static final Pattern NO_ROOM =
      Pattern.compile("No space left on device|Disk quota exceeded|not enough space on the disk");

  /** Whether a disk is full, which fails every other run as well. */
  boolean isDiskFull() {
    return NO_ROOM.matcher(chain()).find();
  }

  /** Of a run that ends so. */
  Outcome outcome() {
    return isOutOfMemory() ? Outcome.OUT_OF_MEMORY : Outcome.INVALID;
  }

  private boolean isOutOfMemory() {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof OutOfMemoryError) {
        return true;
      }
    }
    return NO_MEMORY.matcher(chain()).find();
  }

  /**
   * The message of an exception and of its causes, where they add something; of memory, figures.
   */
  String reason() {
    String all = chain();
    if (!isOutOfMemory()) {
      return all;
    }
    Matcher words = NO_MEMORY.matcher(all);
    return "%s; this process had at most %s bytes, %s are available on the machine"
        .formatted(
            words.find() ? words.group() : all,
            Environment.peakMemoryBytes().orElse(0),
            Environment.availableMemoryBytes().orElse(0));
  }

  /** Which of the folders that are written to have how much room, in one line. */
  String rooms(Path output) {
    StringBuilder text = new StringBuilder(chain().lines().findFirst().orElse("no room"));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir", "."));
    Path natives = UnpackedNatives.ofThisProcess().folder();
    for (Path folder : List.of(temporary, output, natives)) {
      text.append("; %s has %s bytes free".formatted(folder.toAbsolutePath(), room(folder)));
    }
    return text.toString();
  }

  private static String room(Path folder) {
    try {
      Path there = folder.toAbsolutePath();
      while (!Files.exists(there) && there.getParent() != null) {
        there = there.getParent();
      }
      FileStore store = Files.getFileStore(there);
      return String.valueOf(store.getUsableSpace());
    } catch (IOException e) {
      return "an unknown number of";
    }
  }

  private String chain() {
    StringBuilder text = new StringBuilder();
    for (Throwable t = cause; t != null && text.length() < MAX_REASON; t = t.getCause()) {
      String message = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
      if (text.indexOf(message) < 0) {
        text.append(text.isEmpty() ? "" : ": ").append(message);
      }
    }
    return text.toString();
  }
}
