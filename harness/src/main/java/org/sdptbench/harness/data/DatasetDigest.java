package org.sdptbench.harness.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.sdptbench.glip.digest.Sha256;

/**
 * The identity of a data set: one SHA-256 over its annotation files and its images, contents
 * included.
 */
public final class DatasetDigest {

  private DatasetDigest() {}

  /** Where the digests of files come from. */
  @FunctionalInterface
  interface OfFile {
    /**
     * Lower-case hexadecimal SHA-256 of a file.
     *
     * @throws IOException if it cannot be read
     */
    String sha256(Path file) throws IOException;
  }

  /**
   * Lower-case hexadecimal SHA-256 of the list that {@code sha256sum} prints: a line for each
   * annotation file, then one an image by ascending file name. Where the files lie does not matter.
   *
   * @throws IOException if a file cannot be read
   */
  public static String sha256(Path annotationFile, ImageFolder folder, List<ImageInfo> images)
      throws IOException {
    return sha256(List.of(annotationFile), folder, images, DatasetDigest::read);
  }

  /** The same of files whose digests are known. */
  static String sha256(
      List<Path> annotationFiles, ImageFolder folder, List<ImageInfo> images, OfFile digests)
      throws IOException {
    Sha256 digest = new Sha256();
    for (Path file : annotationFiles) {
      digest.add(line(digests.sha256(file), String.valueOf(file.getFileName())));
    }
    List<String> names =
        images.stream()
            .map(ImageInfo::fileName)
            .distinct()
            .sorted(Comparator.naturalOrder())
            .toList();
    for (String name : names) {
      digest.add(line(digests.sha256(folder.file(name)), name));
    }
    return digest.hex();
  }

  /** The digest of a file by reading it. */
  public static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return Sha256.of(in);
    }
  }

  private static String line(String sha256, String name) {
    return sha256 + "  " + name + "\n";
  }
}
