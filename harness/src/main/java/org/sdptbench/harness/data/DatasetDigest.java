package org.sdptbench.harness.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.sdptbench.glip.digest.Sha256;

/**
 * The identity of a data set: one SHA-256 over its annotation file and its images, contents
 * included.
 */
public final class DatasetDigest {

  private DatasetDigest() {}

  /**
   * Lower-case hexadecimal SHA-256 of the list that {@code sha256sum} prints: the annotation file's
   * line, then one line an image by ascending file name. Where the files lie does not matter.
   *
   * @throws IOException if a file cannot be read
   */
  public static String sha256(Path annotationFile, ImageFolder folder, List<ImageInfo> images)
      throws IOException {
    Sha256 digest = new Sha256();
    addLine(digest, annotationFile, String.valueOf(annotationFile.getFileName()));
    List<String> names =
        images.stream()
            .map(ImageInfo::fileName)
            .distinct()
            .sorted(Comparator.naturalOrder())
            .toList();
    for (String name : names) {
      Path file =
          folder
              .resolve(name)
              .orElseThrow(
                  () -> new IOException("'" + name + "' is not inside " + folder.folder()));
      addLine(digest, file, name);
    }
    return digest.hex();
  }

  private static void addLine(Sha256 digest, Path file, String name) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      digest.add(Sha256.of(in) + "  " + name + "\n");
    }
  }
}
