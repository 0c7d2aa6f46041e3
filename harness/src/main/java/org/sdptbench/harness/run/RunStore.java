package org.sdptbench.harness.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecordJson;
import org.sdptbench.reports.record.RunRecords;

/**
 * Run records by the id of their cell: {@code ROOT/ab/abcd….json}, beside each the log of its last
 * attempt and, if it was kept, the trained adapter, with the one that it stands on in its folder
 * {@code base}. Images that records name lie in {@code ROOT/pictures/}.
 *
 * <p>Several processes may use one store; within a process, use one instance. All methods may be
 * called by several threads.
 */
public final class RunStore {
  private final Path root;

  /**
   * A store in a folder, which need not exist yet.
   *
   * @param root the folder, usually {@code runs}
   */
  public RunStore(Path root) {
    this.root = root;
  }

  /** What the store has for a cell. */
  public sealed interface Entry {
    /**
     * A record.
     *
     * @param record the record
     */
    record Present(RunRecord record) implements Entry {}

    /** Nothing. */
    record Missing() implements Entry {}

    /**
     * A file that is no record of the cell: it counts as missing and is replaced by the next run.
     *
     * @param file the file
     * @param reason what is wrong with it
     */
    record Damaged(Path file, String reason) implements Entry {}
  }

  /** The folder. */
  public Path root() {
    return root;
  }

  /** File of a cell's record. */
  public Path file(String cell) {
    return RunRecords.file(root, cell);
  }

  /** File of the log of a cell's last attempt. */
  public Path log(String cell) {
    return file(cell).resolveSibling(cell + ".log");
  }

  /** What the store has for a cell. */
  public Entry get(String cell) {
    Path file = file(cell);
    try {
      return new Entry.Present(RunRecordJson.read(file, cell));
    } catch (NoSuchFileException e) {
      return new Entry.Missing();
    } catch (IOException e) {
      String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable");
      return new Entry.Damaged(file, reason);
    }
  }

  /** The record of a cell that need not run again: completed or diverged. */
  public Optional<RunRecord> done(String cell) {
    return get(cell) instanceof Entry.Present present && isFinal(present.record())
        ? Optional.of(present.record())
        : Optional.empty();
  }

  /** Whether a run ended as it always will: completed or diverged, and not by an accident. */
  public static boolean isFinal(RunRecord record) {
    return record.outcome() == RunRecord.Outcome.COMPLETED
        || record.outcome() == RunRecord.Outcome.DIVERGED;
  }

  /** Folder of the adapter that a cell's run left, if it was kept. */
  public Path adapter(String cell) {
    return file(cell).resolveSibling(cell + ".adapter");
  }

  /**
   * Keeps a record, unless the store has a final one of that cell already.
   *
   * @return the record that the store has now
   */
  public RunRecord put(RunRecord record) throws IOException {
    return put(record, Optional.empty());
  }

  /**
   * Keeps a record with what its run left, unless the store has a final record of that cell
   * already.
   *
   * @param left folder as a {@link CellOutput} fills it: its adapter is kept if it exists and the
   *     run completed, and of its images those that the record names and the store does not have
   *     yet
   * @return the record that the store has now
   */
  public RunRecord put(RunRecord record, Path left) throws IOException {
    return put(record, Optional.of(left));
  }

  private synchronized RunRecord put(RunRecord record, Optional<Path> left) throws IOException {
    Path file = file(record.cell());
    Files.createDirectories(root);
    try (FileChannel channel =
            FileChannel.open(
                root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Optional<RunRecord> first = done(record.cell());
      if (first.isPresent()) {
        return first.get();
      }
      if (left.isPresent()) { // before the record, which says that all is there
        Path adapter = CellOutput.adapter(left.get());
        if (record.outcome() == RunRecord.Outcome.COMPLETED && Files.isDirectory(adapter)) {
          copy(adapter, adapter(record.cell()));
        }
        for (Picture picture : record.results().pictures()) {
          copyOnce(left.get().resolve(picture.file()), root.resolve(picture.file()));
        }
      }
      RunRecordJson.write(record, file);
      return record;
    }
  }

  /** Copies the files of a folder and of the folders in it. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  /** Copies an image that is not there yet, so that no reader ever sees half of it. */
  private static void copyOnce(Path from, Path to) throws IOException {
    if (Files.exists(to) || !Files.exists(from)) {
      return;
    }
    Files.createDirectories(to.resolveSibling(""));
    Path temporary = to.resolveSibling("." + to.getFileName() + ".tmp");
    Files.copy(from, temporary, StandardCopyOption.REPLACE_EXISTING);
    Files.move(temporary, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** All readable records, by ascending id. */
  public List<RunRecord> all() throws IOException {
    return Files.isDirectory(root)
        ? List.copyOf(RunRecords.read(root).byCell().values())
        : List.of();
  }
}
