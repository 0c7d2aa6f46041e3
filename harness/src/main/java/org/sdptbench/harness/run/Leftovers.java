package org.sdptbench.harness.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.file.ProcessId;
import org.sdptbench.reports.file.WholeFile;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecordJson;

/**
 * What processes that were killed left in a store: files that were not renamed any more, folders of
 * workers, claims, presences. A whole final record among them, whose process died between writing
 * it and giving it its name, gets its name.
 */
public final class Leftovers {
  private static final String WORK = ".work";

  private final RunStore store;

  /** Of a store, whose folder need not exist. */
  public Leftovers(RunStore store) {
    this.store = store;
  }

  /** Folder in which the workers of a process work; it goes with the presence. */
  public static Path work(RunStore store, Presence own) {
    return store.root().resolve(WORK).resolve(own.name());
  }

  /**
   * What was found.
   *
   * @param removed files and folders that are gone now
   * @param recovered records that have their name now
   * @param kept files and folders of processes that may live
   */
  public record Found(List<Path> removed, List<Path> recovered, List<Path> kept) {
    /** Copies. */
    public Found {
      removed = List.copyOf(removed);
      recovered = List.copyOf(recovered);
      kept = List.copyOf(kept);
    }
  }

  /**
   * Cleans up after those processes of which this machine knows that they are gone; those of other
   * machines are left to these, and to whoever takes over their claims.
   *
   * @throws IOException if a folder cannot be listed or a file not be removed
   */
  public Found clean() throws IOException {
    return clean(presence -> Presence.process(presence).map(ProcessId::isGone).orElse(false));
  }

  /** The same, of all processes whose presence has gone or said nothing for as long as counts. */
  public Found clean(Claims claims) throws IOException {
    return clean(
        presence -> {
          try {
            return !claims.mayLive(presence);
          } catch (IOException e) {
            return false;
          }
        });
  }

  private Found clean(Predicate<String> isGone) throws IOException {
    List<Path> removed = new ArrayList<>();
    List<Path> recovered = new ArrayList<>();
    List<Path> kept = new ArrayList<>();
    for (Path file : candidates()) {
      String name = String.valueOf(file.getFileName());
      @Nullable String presence = presence(file, name);
      Optional<ProcessId> writer = WholeFile.writer(file);
      boolean isOld = name.equals(".lock"); // of versions that locked
      if (presence == null && writer.isEmpty() && !isOld) {
        continue;
      }
      boolean gone =
          isOld || (presence == null ? writer.orElseThrow().isGone() : isGone.test(presence));
      if (!gone) {
        kept.add(file);
      } else {
        Optional<RunRecord> record = writer.isPresent() ? whole(file) : Optional.empty();
        if (record.isPresent() && WholeFile.putIfAbsent(file, store.file(record.get().cell()))) {
          recovered.add(store.file(record.get().cell()));
        }
        remove(file);
        removed.add(file);
      }
    }
    return new Found(removed, recovered, kept);
  }

  private @Nullable String presence(Path file, String name) throws IOException {
    Path folder = file.resolveSibling("");
    if (folder.equals(store.root().resolve(WORK).resolve(""))) {
      return name;
    } else if (folder.equals(Presence.folder(store.root()).resolve(""))) {
      return name.endsWith(".json") ? name.substring(0, name.length() - ".json".length()) : null;
    }
    return Claims.holder(file);
  }

  /** Claims before presences, without which nobody could say of whom they are. */
  private List<Path> candidates() throws IOException {
    List<Path> all = new ArrayList<>(list(store.root()));
    for (Path folder : list(store.root())) {
      if (String.valueOf(folder.getFileName()).matches("[0-9a-f]{2}")) {
        all.addAll(list(folder));
      }
    }
    for (Path folder : list(store.root().resolve("pictures"))) {
      all.addAll(list(folder));
    }
    all.addAll(list(store.root().resolve(WORK)));
    all.addAll(list(Presence.folder(store.root())));
    return all;
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private static Optional<RunRecord> whole(Path file) {
    try {
      return Files.isRegularFile(file)
          ? Optional.of(RunRecordJson.read(file)).filter(run -> run.outcome().isFinal())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // half a file, or none of a record
    }
  }

  private static void remove(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      new FolderTree(file).delete();
    } else {
      Files.deleteIfExists(file);
    }
  }
}
