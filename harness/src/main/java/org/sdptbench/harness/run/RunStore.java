package org.sdptbench.harness.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import org.sdptbench.reports.file.WholeFile;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.RecordFormatException;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecordJson;
import org.sdptbench.reports.record.RunRecords;

/**
 * Run records by the id of their cell: {@code ROOT/ab/abcd….json}, beside each the log of its last
 * attempt and, if it was kept, the trained adapter, with the one that it stands on in its folder
 * {@code base}. For bases that cells share see {@link TrainedBases}. Images that records name lie
 * in {@code ROOT/pictures/}.
 *
 * <p>Many processes on many machines may use one store; all methods may be called by several
 * threads. No file is ever locked. A record gets its name by {@link WholeFile#putIfAbsent}, in one
 * step that fails where the name is taken, so that the first final record (completed or diverged)
 * wins. One of an accident gives way: it is first moved out of the way under a name of this process
 * alone, then looked at once more, should another have put a final one there just before; that one
 * is put back. What is in a record is on the disk before its name is, and its adapter and pictures
 * before it, so that what a record says is there is there after a crash of the machine too.
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

    /**
     * A record that a newer program wrote. It is never replaced.
     *
     * @param file the file
     * @param reason the version that it has
     */
    record Newer(Path file, String reason) implements Entry {}
  }

  /** The folder. */
  public Path root() {
    return root;
  }

  /** Folder of what belongs to a cell. */
  static Path folder(Path root, String cell) {
    return RunRecords.file(root, cell).resolveSibling("");
  }

  /** File of a cell's record. */
  public Path file(String cell) {
    return RunRecords.file(root, cell);
  }

  /** File of the log of a cell's last attempt. */
  public Path log(String cell) {
    return file(cell).resolveSibling(cell + ".log");
  }

  /**
   * What the store has for a cell. Its adapter is read too, which may take as long as it is large.
   */
  public Entry get(String cell) {
    Path file = file(cell);
    try {
      RunRecord record = RunRecordJson.read(file, cell);
      Path adapter = adapter(cell);
      // One that somebody has deleted to save space takes nothing from the results.
      if (record.adapter() != null && Files.exists(adapter)) {
        String is = new FolderTree(adapter).digest();
        if (!is.equals(record.adapter())) {
          return new Entry.Damaged(
              adapter,
              "damaged: the record says that its digest is %.12s…, it is %.12s…"
                  .formatted(record.adapter(), is));
        }
      }
      return new Entry.Present(record);
    } catch (NoSuchFileException e) {
      return new Entry.Missing();
    } catch (RecordFormatException e) {
      return e.isNewer()
          ? new Entry.Newer(file, e.reason())
          : new Entry.Damaged(file, firstLine(e.reason()));
    } catch (IOException e) {
      return new Entry.Damaged(file, firstLine(String.valueOf(e.getMessage())));
    }
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("unreadable");
  }

  /** The record of a cell that need not run again: completed or diverged. */
  public Optional<RunRecord> done(String cell) {
    return get(cell) instanceof Entry.Present present && present.record().outcome().isFinal()
        ? Optional.of(present.record())
        : Optional.empty();
  }

  /** Folder of the states that an unfinished run of a cell left; goes with its final record. */
  public Path checkpoints(String cell) {
    return file(cell).resolveSibling(cell + ".checkpoints");
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
    return put(record, Optional.empty(), Optional.empty());
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
    return put(record, Optional.of(CellOutput.adapter(left)), Optional.of(left));
  }

  /** Keeps a record of another store, with its adapter and its pictures. */
  RunRecord putFrom(RunStore other, RunRecord record) throws IOException {
    return put(record, Optional.of(other.adapter(record.cell())), Optional.of(other.root));
  }

  private RunRecord put(RunRecord record, Optional<Path> adapter, Optional<Path> images)
      throws IOException {
    RunRecord kept = putOne(record, adapter, images);
    if (kept.outcome().isFinal()) {
      new FolderTree(checkpoints(record.cell())).delete();
    }
    return kept;
  }

  private RunRecord putOne(RunRecord record, Optional<Path> adapter, Optional<Path> images)
      throws IOException {
    Path file = file(record.cell());
    Entry entry = get(record.cell());
    if (entry instanceof Entry.Present present && present.record().outcome().isFinal()) {
      return present.record();
    } else if (entry instanceof Entry.Damaged damaged && !damaged.file().equals(file)) {
      discard(file); // whose adapter was changed
    }
    Files.createDirectories(file.resolveSibling(""));
    if (images.isPresent()) {
      for (Picture picture : record.results().pictures()) {
        copyOnce(images.get().resolve(picture.file()), root.resolve(picture.file()));
      }
    }
    if (record.outcome() == RunRecord.Outcome.COMPLETED
        && adapter.filter(Files::isDirectory).isPresent()) {
      return put(record, file, adapter.get());
    }
    return place(record, file).orElse(record);
  }

  /**
   * Puts an adapter and its record. Of two processes at the same moment, each has the adapter that
   * its own record names: a folder that is there already gives way only once the record has won.
   */
  private RunRecord put(RunRecord record, Path file, Path left) throws IOException {
    Path adapter = adapter(record.cell());
    Path beside = WholeFile.temporary(adapter);
    try {
      RunRecord named = record.withAdapter(new FolderTree(left).copyTo(beside));
      boolean there = !moved(beside, adapter);
      Optional<RunRecord> first = place(named, file);
      if (there && first.isEmpty()) {
        Path before = WholeFile.temporary(adapter);
        Files.move(adapter, before, StandardCopyOption.ATOMIC_MOVE);
        Files.move(beside, adapter, StandardCopyOption.ATOMIC_MOVE);
        WholeFile.syncFolder(adapter.resolveSibling(""));
        new FolderTree(before).delete();
      }
      return first.orElse(named);
    } finally {
      new FolderTree(beside).delete();
    }
  }

  /** Whether a folder got its name; not where another one that is not empty has it. */
  private static boolean moved(Path beside, Path folder) throws IOException {
    try {
      Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (FileSystemException e) {
      if (Files.isDirectory(folder)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Gives a record its name, unless a final one has it.
   *
   * @return that one; empty if this one has the name
   */
  private Optional<RunRecord> place(RunRecord record, Path file) throws IOException {
    byte[] json = RunRecordJson.toJson(record).getBytes(StandardCharsets.UTF_8);
    Path beside = WholeFile.temporary(file);
    try {
      WholeFile.fill(beside, out -> out.write(json));
      while (!WholeFile.putIfAbsent(beside, file)) {
        Optional<RunRecord> first = finalRecord(file, record.cell());
        if (first.isPresent()) {
          return first;
        }
        moveAside(file, record.cell());
      }
      return Optional.empty();
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** The final record in a file, whatever is with its adapter. */
  private static Optional<RunRecord> finalRecord(Path file, String cell) throws IOException {
    try {
      return Optional.of(RunRecordJson.read(file, cell)).filter(run -> run.outcome().isFinal());
    } catch (RecordFormatException e) {
      if (e.isNewer()) {
        throw new IOException("%s: %s; it is left alone".formatted(file, e.reason()), e);
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // gone again, or unreadable
    }
  }

  private static void discard(Path file) throws IOException {
    Path aside = WholeFile.temporary(file);
    Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    Files.delete(aside);
  }

  private static void moveAside(Path file, String cell) throws IOException {
    Path aside = WholeFile.temporary(file);
    try {
      Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException e) {
      return; // another did
    }
    if (finalRecord(aside, cell).isPresent()) { // it came just now
      WholeFile.putIfAbsent(aside, file);
    }
    Files.deleteIfExists(aside);
  }

  /** Copies an image that is not there yet, so that no reader ever sees half of it. */
  private static void copyOnce(Path from, Path to) throws IOException {
    if (!Files.exists(to) && Files.exists(from)) {
      WholeFile.keep(to, out -> Files.copy(from, out));
    }
  }

  /** All readable records, by ascending id. */
  public List<RunRecord> all() throws IOException {
    return Files.isDirectory(root)
        ? List.copyOf(RunRecords.read(root).byCell().values())
        : List.of();
  }
}
