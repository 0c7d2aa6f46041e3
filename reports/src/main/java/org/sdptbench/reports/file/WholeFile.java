package org.sdptbench.reports.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes files so that no reader ever sees half of one: beside, under a name of their own, then
 * renamed. A rename is atomic on a local file system and on the server of NFS.
 */
public final class WholeFile {
  private static final Pattern TEMPORARY =
      Pattern.compile("\\..+\\.(" + ProcessId.TEXT.pattern() + ")\\.[0-9a-f]{8}\\.tmp");

  private WholeFile() {}

  /** What is in a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes it; the stream is buffered and closed by who opened it. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file that can be made again. An existing one is replaced; the folder must exist.
   *
   * @throws IOException if it cannot be written; then an existing one is as it was
   */
  public static void write(Path file, Content content) throws IOException {
    Path beside = temporary(file);
    try {
      fill(beside, content, false);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** The same of a text, in UTF-8; half a surrogate pair, which a name may hold, becomes '?'. */
  public static void write(Path file, String text) throws IOException {
    write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Writes a file that must outlive a crash of the machine: on the disk with its name when this
   * returns. The folder is made where it is missing.
   */
  public static void keep(Path file, Content content) throws IOException {
    Path folder = folder(file);
    Files.createDirectories(folder);
    Path beside = temporary(file);
    try {
      fill(beside, content, true);
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder(folder);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** Fills a new file and has its content on the disk. */
  public static void fill(Path file, Content content) throws IOException {
    fill(file, content, true);
  }

  private static void fill(Path file, Content content, boolean onDisk) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      content.writeTo(out);
      out.flush();
      if (onDisk) {
        channel.force(true);
      }
    } catch (FileSystemException e) {
      throw e;
    } catch (IOException e) { // that no space is left says Java without saying where
      FileSystemException placed =
          new FileSystemException(file.toString(), null, String.valueOf(e.getMessage()));
      placed.initCause(e);
      throw placed;
    }
  }

  /**
   * Gives a whole file, which is on the disk already, its name, unless something has that name.
   *
   * <p>A hard link is made, which fails where the name is taken: in one step on a local file system
   * and on the server of NFS, of whose locks nothing is needed. An answer of NFS that was lost on
   * its way lets a link look as if another had made it; which it is, is asked. Where there are no
   * hard links, the name is taken with an empty file first ({@code O_EXCL}) and then replaced; a
   * reader may see that file for a moment, and a process that dies just then leaves it.
   *
   * @param beside the file, on the same file system; it stays or goes, and is the caller's to
   *     delete
   * @param file the name
   * @return whether it has the name now
   */
  public static boolean putIfAbsent(Path beside, Path file) throws IOException {
    try {
      Files.createLink(file, beside);
    } catch (FileAlreadyExistsException e) {
      return isSame(beside, file);
    } catch (NoSuchFileException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      try {
        Files.createFile(file);
      } catch (FileAlreadyExistsException taken) {
        return false;
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }
    syncFolder(folder(file));
    return true;
  }

  private static boolean isSame(Path beside, Path file) throws IOException {
    try {
      return Files.isSameFile(beside, file);
    } catch (NoSuchFileException e) {
      return false; // gone again
    }
  }

  /** A name beside a file that no other attempt of any process uses. */
  public static Path temporary(Path file) {
    String random = UUID.randomUUID().toString().substring(0, 8);
    return folder(file)
        .resolve(".%s.%s.%s.tmp".formatted(file.getFileName(), ProcessId.own().text(), random));
  }

  /** Which process writes under this name; empty if it is none of {@link #temporary}. */
  public static Optional<ProcessId> writer(Path file) {
    Matcher name = TEMPORARY.matcher(String.valueOf(file.getFileName()));
    return name.matches() ? ProcessId.parse(name.group(1)) : Optional.empty();
  }

  /** Has the names in a folder on the disk, where its file system can do that. */
  public static void syncFolder(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Not every system lets a folder be opened or synced; then names are as safe as it makes
      // them.
    }
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file's folder");
  }
}
