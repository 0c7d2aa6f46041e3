package org.sdptbench.harness.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder with all that is in it.
 *
 * @param root the folder, which need not exist
 */
public record FolderTree(Path root) {
  /** Deletes it. Links are deleted, not what they lead to. */
  public void delete() throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    List<Path> innermostFirst;
    try (Stream<Path> files = Files.walk(root)) {
      innermostFirst = files.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : innermostFirst) {
      Files.deleteIfExists(file);
    }
  }
}
