package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.glip.peft.PeftMethod;

/** What tells the code of a method from elsewhere, so that a changed jar makes other cells. */
final class MethodCode {
  /** Code of this project is told by the protocol version of cells. */
  private static final String OURS = "org.sdptbench.";

  private MethodCode() {}

  /**
   * SHA-256 of the jar or folder that a method's class lies in: of the names and contents of its
   * files, not of their times, so that building the same sources again gives the same. Empty for a
   * method of this project.
   *
   * @throws IOException if the jar cannot be read
   */
  static Optional<String> digest(PeftMethod method) throws IOException {
    CodeSource source = method.getClass().getProtectionDomain().getCodeSource();
    if (method.getClass().getName().startsWith(OURS) || source == null) {
      return Optional.empty();
    }
    try {
      Path code = Path.of(source.getLocation().toURI());
      return Optional.of(Files.isDirectory(code) ? ofFolder(code) : ofJar(code));
    } catch (URISyntaxException e) {
      throw new IOException(
          "the method %s lies in %s, which is no file".formatted(method.name(), e.getInput()), e);
    }
  }

  private static String ofJar(Path jar) throws IOException {
    Sha256 sha = new Sha256();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> files =
          zip.stream()
              .filter(entry -> !entry.isDirectory())
              .sorted(Comparator.comparing(ZipEntry::getName))
              .toList();
      for (ZipEntry file : files) {
        try (InputStream in = zip.getInputStream(file)) {
          add(sha, file.getName(), in);
        }
      }
    }
    return sha.hex();
  }

  private static String ofFolder(Path folder) throws IOException {
    Sha256 sha = new Sha256();
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).map(folder::relativize).sorted().toList();
    }
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(folder.resolve(file))) {
        add(sha, file.toString(), in);
      }
    }
    return sha.hex();
  }

  private static void add(Sha256 sha, String name, InputStream content) throws IOException {
    // Of the same length whatever is in it, so that no name can pass for a part of a content.
    sha.add(Sha256.of(name)).add(Sha256.of(content));
  }
}
