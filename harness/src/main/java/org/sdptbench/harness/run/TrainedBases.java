package org.sdptbench.harness.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.reports.file.WholeFile;
import org.sdptbench.reports.record.RunRecord;

/**
 * What cells train first, for all cells that would train the same: by the id of the cell that it
 * would be by itself. The adapter of such a cell's own run does as well.
 *
 * <p>A base lies in {@code ROOT/ab/abcd….base/}, its adapter beside a file with the adapter's
 * digest; it gets its name when it is whole. The first one wins; all are the same to the bit.
 */
public final class TrainedBases {
  private static final String ADAPTER = "adapter";
  private static final String DIGEST = "sha256";

  private final RunStore store;

  /** Of a store. */
  public TrainedBases(RunStore store) {
    this.store = store;
  }

  /** Whether there seems to be one, without a look into it. */
  public boolean mayHave(String cell) {
    return Files.isDirectory(folder(cell))
        || Files.isDirectory(store.adapter(cell)) && Files.exists(store.file(cell));
  }

  /**
   * The folder of the adapter of a cell, if somebody has trained it and it is as it was left.
   *
   * @throws IOException if it cannot be read
   */
  public Optional<Path> find(String cell) throws IOException {
    Path kept = folder(cell).resolve(ADAPTER);
    Path digest = folder(cell).resolve(DIGEST);
    if (Files.isDirectory(kept)
        && Files.exists(digest)
        && Files.readString(digest).equals(new FolderTree(kept).digest())) {
      return Optional.of(kept);
    }
    Path ofRun = store.adapter(cell);
    return Files.isDirectory(ofRun)
            && store.get(cell) instanceof RunStore.Entry.Present present // checks the digest too
            && present.record().outcome() == RunRecord.Outcome.COMPLETED
            && present.record().adapter() != null
        ? Optional.of(ofRun)
        : Optional.empty();
  }

  /** Keeps a copy of an adapter, unless there is one. */
  public void keep(String cell, Path adapter) throws IOException {
    Path folder = folder(cell);
    Files.createDirectories(folder.resolveSibling(""));
    Path beside = WholeFile.temporary(folder);
    try {
      String digest = new FolderTree(adapter).copyTo(beside.resolve(ADAPTER));
      WholeFile.keep(
          beside.resolve(DIGEST), out -> out.write(digest.getBytes(StandardCharsets.UTF_8)));
      Files.move(beside, folder, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(folder)) {
        throw e;
      }
    } finally {
      new FolderTree(beside).delete();
    }
  }

  /** Removes what no cell needs any more of which the record is not final. */
  public void forget(Collection<Cell> cells) throws IOException {
    Set<String> needed = new LinkedHashSet<>();
    Set<String> all = new LinkedHashSet<>();
    for (Cell cell : cells) {
      Optional<Cell> base = cell.ofBase();
      if (base.isPresent()) {
        String id = base.get().id();
        all.add(id);
        if (store.done(cell.id()).isEmpty()) {
          needed.add(id);
        }
      }
    }
    all.removeAll(needed);
    for (String id : all) {
      new FolderTree(folder(id)).delete();
    }
  }

  private Path folder(String cell) {
    return store.file(cell).resolveSibling(cell + ".base");
  }
}
