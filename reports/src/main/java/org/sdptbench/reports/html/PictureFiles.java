package org.sdptbench.reports.html;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;

/**
 * The image files that records name, as {@code data:} addresses. Their names are checked by {@link
 * org.sdptbench.reports.record.Picture}; a link that leads out of the folder is not followed.
 */
final class PictureFiles {

  /** All images of a page together; what is beyond is left out, and the page says so. */
  static final long LARGEST_SUM = 12L << 20;

  private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff};

  private final Path runsDir;
  private long sum;

  PictureFiles(Path runsDir) {
    this.runsDir = runsDir;
  }

  /**
   * Returns an image as a {@code data:} address; nothing if it is missing, no PNG or JPEG, outside
   * the folder, or too much.
   *
   * @param name path below the runs folder
   * @throws IOException if an existing file cannot be read
   */
  Optional<String> dataAddress(String name) throws IOException {
    Path file = runsDir.resolve(name);
    if (!Files.isRegularFile(file)
        || !file.toRealPath().startsWith(runsDir.toRealPath())
        || sum + Files.size(file) > LARGEST_SUM) {
      return Optional.empty();
    }
    byte[] bytes = Files.readAllBytes(file);
    Optional<String> type =
        startsWith(bytes, PNG)
            ? Optional.of("image/png")
            : startsWith(bytes, JPEG) ? Optional.of("image/jpeg") : Optional.empty();
    if (type.isPresent()) {
      sum += bytes.length;
    }
    return type.map(t -> "data:" + t + ";base64," + Base64.getEncoder().encodeToString(bytes));
  }

  private static boolean startsWith(byte[] bytes, byte[] prefix) {
    for (int i = 0; i < prefix.length; i++) {
      if (i >= bytes.length || bytes[i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
