package org.sdptbench.reports.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The published records of this copy of the program, unpacked.
 *
 * @param folder a folder of run records, which goes when this is closed
 */
public record PublishedRuns(Path folder) implements AutoCloseable {

  /** The archive that they are published in. */
  public static Path archive() {
    return published().resolve("runs.zip");
  }

  /** The plan that they are runs of. */
  static Path plan() {
    return published().resolve("plan.json");
  }

  private static Path published() {
    return Path.of(System.getProperty("sdptbench.home", "."), "reports", "published", "mini");
  }

  /** Unpacks them into a temporary folder. */
  public static PublishedRuns unpacked() throws IOException {
    Path folder = Files.createTempDirectory("sdptbench-runs");
    try (ZipFile zip = new ZipFile(archive().toFile())) {
      for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException(archive() + ": leads out of its folder: " + entry.getName());
        }
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
    return new PublishedRuns(folder);
  }

  @Override
  public void close() throws IOException {
    List<Path> all;
    try (Stream<Path> files = Files.walk(folder)) {
      all = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : all) {
      Files.delete(file);
    }
  }
}
