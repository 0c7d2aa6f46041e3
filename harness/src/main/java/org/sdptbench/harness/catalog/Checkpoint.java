package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.glip.weights.TensorFile;
import org.sdptbench.glip.weights.TorchCheckpoint;

/**
 * A checkpoint in a data folder.
 *
 * @param path the file
 * @param isOfficial whether it has the official name, and so must be the official file
 */
record Checkpoint(Path path, boolean isOfficial) {
  private static final String TORCH = ".pth";
  private static final String CONVERTED = ".safetensors";

  /**
   * The checkpoint of a folder: the official file, or else the one that was converted.
   *
   * @param official where the official file lies, or would
   */
  static Optional<Checkpoint> find(Path official) {
    if (Files.exists(official)) {
      return Optional.of(new Checkpoint(official, true));
    }
    return Optional.of(new Checkpoint(converted(official), false))
        .filter(other -> Files.exists(other.path));
  }

  /** Where the file lies that stands in for an official one. */
  static Path converted(Path official) {
    String name = official.getFileName().toString();
    return official.resolveSibling(name.substring(0, name.length() - TORCH.length()) + CONVERTED);
  }

  /**
   * Opens it.
   *
   * @param known whether it is known to be undamaged
   */
  TensorFile open(boolean known) throws IOException {
    return !isOfficial
        ? SafeTensors.read(path)
        : known ? TorchCheckpoint.readUnchecked(path) : TorchCheckpoint.read(path);
  }
}
