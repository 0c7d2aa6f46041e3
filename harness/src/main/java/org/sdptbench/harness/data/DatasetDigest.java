package org.sdptbench.harness.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

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
    MessageDigest digest = sha256();
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
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void addLine(MessageDigest digest, Path file, String name) throws IOException {
    MessageDigest content = sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        content.update(buffer, 0, n);
      }
    }
    String line = HexFormat.of().formatHex(content.digest()) + "  " + name + "\n";
    digest.update(line.getBytes(StandardCharsets.UTF_8));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
