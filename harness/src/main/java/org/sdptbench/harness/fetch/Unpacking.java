package org.sdptbench.harness.fetch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.file.FileKind;
import org.sdptbench.harness.run.FolderTree;

/**
 * Unpacks ZIP and tar archives. Nothing leaves the folder, links are refused, and there are limits
 * on the number of files and on their size. Files reach the target only after all of them are
 * unpacked.
 *
 * @param mostFiles most entries of an archive
 * @param mostBytes most bytes that it may unpack to
 */
public record Unpacking(long mostFiles, long mostBytes) {
  /** Room for COCO's training images and for any archive of the lock. */
  public static final Unpacking STANDARD = new Unpacking(1_000_000, 200L << 30);

  private static final int MOST_SHOWN = 5;

  /** What {@link FileKind} calls it. */
  private static final String ZIP = "a ZIP archive";

  /** Of a file or folder, on every file system in use. */
  private static final int LONGEST_NAME = 255;

  /**
   * Unpacks an archive; files of the same names are replaced.
   *
   * @param archive {@code .zip}, {@code .tar}, {@code .tar.gz} or {@code .tgz}
   * @param scratch an empty or missing folder on the same file system as the target
   * @param contents files and folders that it has to hold, below the target
   * @param progress told the number of files so far
   * @return one of the files
   * @throws FileSystemException if the target cannot be written; the archive may be right
   * @throws IOException if it is empty, damaged, hostile, too large, or holds other things; the
   *     message names the entry
   */
  public Path unpack(
      Path archive, Path target, Path scratch, List<String> contents, LongConsumer progress)
      throws IOException {
    new FolderTree(scratch).delete();
    Files.createDirectories(scratch);
    try {
      String name = String.valueOf(archive.getFileName());
      Sink sink = new Sink(scratch.toAbsolutePath().normalize(), progress);
      if (name.endsWith(".zip")) {
        zip(archive, sink);
      } else {
        tar(archive, name, sink);
      }
      Path first = sink.first();
      refuseOther(scratch, contents);
      return move(scratch.toAbsolutePath().normalize(), target.toAbsolutePath().normalize(), first);
    } finally {
      new FolderTree(scratch).delete();
    }
  }

  private static void refuseOther(Path unpacked, List<String> contents) throws IOException {
    List<String> missing =
        contents.stream().filter(name -> !Files.exists(unpacked.resolve(name))).toList();
    if (!missing.isEmpty()) {
      throw new IOException(
          "it holds %s, not %s as datasets.lock says; nothing of it was kept"
              .formatted(shown(unpacked), String.join(", ", missing)));
    }
  }

  /** The first files of an archive by their names. */
  private static String shown(Path unpacked) throws IOException {
    try (Stream<Path> files = Files.walk(unpacked)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> unpacked.relativize(file).toString())
              .sorted()
              .toList();
      String first = String.join(", ", names.subList(0, Math.min(MOST_SHOWN, names.size())));
      return names.size() > MOST_SHOWN
          ? "%s and %s more files".formatted(first, names.size() - MOST_SHOWN)
          : first;
    }
  }

  private static ZipFile open(Path archive) throws IOException {
    try {
      return ZipFile.builder().setPath(archive).get();
    } catch (IOException e) {
      String kind = FileKind.of(archive).filter(found -> !found.equals(ZIP)).orElse("");
      throw new IOException(
          kind.isEmpty()
              ? "it is a damaged ZIP archive, or a part of one (%s)".formatted(e.getMessage())
              : "it is " + kind,
          e);
    }
  }

  private static void zip(Path archive, Sink sink) throws IOException {
    try (ZipFile zip = open(archive)) {
      Enumeration<ZipArchiveEntry> entries = zip.getEntries();
      while (entries.hasMoreElements()) {
        ZipArchiveEntry entry = entries.nextElement();
        if (entry.isUnixSymlink()) {
          throw sink.refusal(entry.getName(), "a link");
        } else if (!entry.isDirectory()) {
          try (InputStream in = zip.getInputStream(entry)) {
            // Nobody else compares them: ZipFile passes on whatever it reads.
            sink.take(entry.getName(), in, OptionalLong.of(entry.getCrc()));
          }
        }
      }
    }
  }

  private static void tar(Path archive, String name, Sink sink) throws IOException {
    boolean zipped = name.endsWith(".gz") || name.endsWith(".tgz");
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive));
        InputStream plain = zipped ? new GzipCompressorInputStream(file, true) : file;
        TarArchiveInputStream tar = new TarArchiveInputStream(plain)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        boolean plainFile =
            !(entry.isSymbolicLink()
                || entry.isLink()
                || entry.isBlockDevice()
                || entry.isCharacterDevice()
                || entry.isFIFO());
        if (!plainFile) {
          throw sink.refusal(entry.getName(), "a link or device");
        } else if (!entry.isDirectory()) {
          sink.take(entry.getName(), tar, OptionalLong.empty());
        }
      }
    }
  }

  /** Writes, and says where it failed: unlike a mistake in the archive, that is no fault of it. */
  private static void write(OutputStream out, byte[] bytes, int count, Path file)
      throws FileSystemException {
    try {
      out.write(bytes, 0, count);
    } catch (IOException e) {
      throw (FileSystemException)
          new FileSystemException(file.toString(), null, e.getMessage()).initCause(e);
    }
  }

  /** Takes entries into a folder, within the limits. */
  private final class Sink {
    private final Path folder;
    private final LongConsumer progress;
    private @Nullable Path first;
    private long files;
    private long bytes;

    Sink(Path folder, LongConsumer progress) {
      this.folder = folder;
      this.progress = progress;
    }

    /**
     * Takes an entry.
     *
     * @param expected CRC-32 of its content, where the archive says it
     */
    void take(String name, InputStream in, OptionalLong expected) throws IOException {
      if (++files > mostFiles) {
        throw refusal(name, "more than %s files".formatted(mostFiles));
      }
      Path file = inside(name);
      first = first == null ? file : first;
      try {
        Files.createDirectories(file.getParent());
      } catch (FileAlreadyExistsException e) {
        throw refusal(name, "below a file of the same archive");
      }
      if (Files.isDirectory(file)) {
        throw refusal(name, "a file and a folder");
      }
      byte[] buffer = new byte[1 << 16];
      CRC32 crc = new CRC32();
      try (OutputStream out = Files.newOutputStream(file)) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          bytes += read;
          if (bytes > mostBytes) {
            throw refusal(name, "more than %s bytes in all".formatted(mostBytes));
          }
          crc.update(buffer, 0, read);
          write(out, buffer, read, file);
        }
      }
      if (expected.isPresent() && expected.getAsLong() != crc.getValue()) {
        throw refusal(
            name,
            String.format(
                Locale.ROOT,
                "its CRC-32 is %08x, the archive says %08x",
                crc.getValue(),
                expected.getAsLong()));
      }
      progress.accept(files);
    }

    /** The first file of the archive. */
    Path first() throws IOException {
      if (first == null) {
        throw new IOException("no file in it");
      }
      return first;
    }

    private Path inside(String name) throws IOException {
      try {
        Path file = folder.resolve(name).normalize();
        if (file.startsWith(folder) && !file.equals(folder) && !Path.of(name).isAbsolute()) {
          if (longestName(file) > LONGEST_NAME) {
            throw refusal(name, "a name of more than %s bytes".formatted(LONGEST_NAME));
          }
          return file;
        }
      } catch (InvalidPathException e) {
        // told below
      }
      throw refusal(name, "a path that leaves the folder");
    }

    private static int longestName(Path file) {
      return StreamSupport.stream(file.spliterator(), false)
          .mapToInt(part -> part.toString().getBytes(StandardCharsets.UTF_8).length)
          .max()
          .orElse(0);
    }

    IOException refusal(String name, String what) {
      return new IOException("entry '%s': %s; nothing of it was kept".formatted(name, what));
    }
  }

  /** Moves all files; returns where one of them went. */
  private static Path move(Path from, Path to, Path one) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.move(
                file,
                to.resolve(from.relativize(file).toString()),
                StandardCopyOption.REPLACE_EXISTING);
            return FileVisitResult.CONTINUE;
          }
        });
    return to.resolve(from.relativize(one).toString());
  }
}
