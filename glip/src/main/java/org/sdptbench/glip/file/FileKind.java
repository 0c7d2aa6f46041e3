package org.sdptbench.glip.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Recognises what often lies in place of a file of pixels or weights: a pointer of Git LFS, the
 * page of a download that failed, an archive that was not unpacked.
 */
public final class FileKind {
  /** How many bytes of a file are looked at. */
  public static final int HEAD = 512;

  private record Signature(String name, byte[] start) {
    Signature(String name, String start) {
      this(name, start.getBytes(StandardCharsets.ISO_8859_1));
    }

    boolean begins(byte[] file) {
      return file.length >= start.length
          && Arrays.equals(file, 0, start.length, start, 0, start.length);
    }
  }

  private static final List<Signature> SIGNATURES =
      List.of(
          new Signature(
              "a pointer of Git LFS, not the file itself (git lfs pull fetches it)",
              "version https://git-lfs.github.com/spec/"),
          new Signature("a ZIP archive", "PK\3\4"),
          new Signature("a gzip archive", "\u001f\u008b"),
          new Signature("an HDF5 file", "\u0089HDF\r\n\u001a\n"),
          new Signature("a NumPy array", "\u0093NUMPY"),
          new Signature("a PDF", "%PDF-"),
          new Signature("a PNG image", "\u0089PNG\r\n\u001a\n"),
          new Signature("a JPEG image", "\u00ff\u00d8\u00ff"),
          new Signature("an SVG drawing", "<svg"));

  private FileKind() {}

  /**
   * What a file is, for a message such as "found …".
   *
   * @param file its bytes, at least the first 512 if there are so many
   * @return empty if it is nothing that this recognises
   */
  public static Optional<String> of(byte[] file) {
    if (file.length == 0) {
      return Optional.of("an empty file");
    }
    for (Signature signature : SIGNATURES) {
      if (signature.begins(file)) {
        return Optional.of(signature.name());
      }
    }
    String text =
        new String(file, 0, Math.min(file.length, HEAD), StandardCharsets.ISO_8859_1)
            .stripLeading()
            .toLowerCase(Locale.ROOT);
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return Optional.of("a page of HTML, as a failed download leaves it");
    }
    if (text.startsWith("riff") && text.startsWith("webp", 8)) {
      return Optional.of("a WebP image (dwebp FILE -o FILE.png converts it, and so does PIL)");
    }
    if (text.startsWith("ftypavif", 4) || text.startsWith("ftyphei", 4)) {
      return Optional.of("an AVIF or HEIC image (convert it to PNG, e.g. with ImageMagick)");
    }
    if (text.startsWith("<?xml")) {
      return Optional.of("an XML file");
    }
    return Optional.empty();
  }

  /**
   * What a file is.
   *
   * @return empty if it is nothing that this recognises
   * @throws IOException if it cannot be read
   */
  public static Optional<String> of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return of(in.readNBytes(HEAD));
    }
  }
}
