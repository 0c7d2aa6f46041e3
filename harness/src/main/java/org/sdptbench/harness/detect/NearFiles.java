package org.sdptbench.harness.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdptbench.glip.names.NearestName;

/** Guesses which file was meant by one that does not exist. */
final class NearFiles {
  /** Names looked at; a folder with more is not one in which one picks a file by hand. */
  private static final int MOST = 10_000;

  private NearFiles() {}

  /** The file or folder with the nearest name in the same folder, if one is near. */
  static Optional<String> of(Path missing) {
    Path folder = missing.toAbsolutePath().getParent();
    if (folder == null || missing.getFileName() == null) {
      return Optional.empty();
    }
    try (Stream<Path> siblings = Files.list(folder)) {
      List<String> names =
          siblings.limit(MOST).map(path -> String.valueOf(path.getFileName())).sorted().toList();
      return NearestName.of(missing.getFileName().toString(), names)
          .map(name -> missing.resolveSibling(name).toString());
    } catch (IOException e) {
      return Optional.empty(); // there is no such folder either
    }
  }
}
