package org.sdptbench.reports.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where run records are read from. */
public interface RunSource {

  /** The folder or file, as messages name it. Images that records name lie below a folder. */
  Path place();

  /** Whether there is such a folder or file. */
  default boolean exists() {
    return Files.exists(place());
  }

  /**
   * Reads all records.
   *
   * @throws IOException if the place cannot be read
   */
  RunRecords read() throws IOException;

  /** The records of a folder, which need not exist. */
  static RunSource folder(Path runsDir) {
    return new RunSource() {
      @Override
      public Path place() {
        return runsDir;
      }

      @Override
      public boolean exists() {
        return Files.isDirectory(runsDir);
      }

      @Override
      public RunRecords read() throws IOException {
        return RunRecords.read(runsDir);
      }
    };
  }
}
