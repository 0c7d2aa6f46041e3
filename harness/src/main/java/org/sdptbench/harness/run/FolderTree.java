package org.sdptbench.harness.run;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.reports.file.WholeFile;

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

  /**
   * SHA-256 of the names and contents of its files, in the order of their names.
   *
   * @throws IOException if a file cannot be read
   */
  public String digest() throws IOException {
    Sha256 sha = new Sha256();
    for (Path file : files()) {
      add(sha, file);
      Files.copy(file, sha.stream());
    }
    return sha.hex();
  }

  /**
   * Copies its files and folders to a folder that is not there yet. They are on the disk when this
   * returns.
   *
   * @return the {@link #digest} of the copy
   */
  String copyTo(Path target) throws IOException {
    Sha256 sha = new Sha256();
    Set<Path> folders = new LinkedHashSet<>(List.of(Files.createDirectories(target)));
    for (Path file : files()) {
      Path copy = target.resolve(root.relativize(file).toString());
      folders.add(Files.createDirectories(copy.resolveSibling("")));
      add(sha, file);
      WholeFile.fill(copy, out -> Files.copy(file, out));
      Files.copy(copy, sha.stream());
    }
    folders.forEach(WholeFile::syncFolder);
    return sha.hex();
  }

  private void add(Sha256 sha, Path file) throws IOException {
    String name = root.relativize(file).toString().replace(File.separatorChar, '/');
    sha.add("%s %s\n".formatted(Files.size(file), name));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
