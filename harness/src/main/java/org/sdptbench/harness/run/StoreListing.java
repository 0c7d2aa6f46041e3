package org.sdptbench.harness.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.run.Presence.Owner;
import org.sdptbench.harness.run.RunStore.Entry;

/** All that is in a store, by cell. */
public final class StoreListing {
  private static final Pattern OF_A_CELL =
      Pattern.compile("([0-9a-f]{64})\\.(json|log|adapter|base|checkpoints|claim-\\d{1,6})");

  private final RunStore store;

  /** Of a store. */
  public StoreListing(RunStore store) {
    this.store = store;
  }

  /**
   * What there is of a cell.
   *
   * @param cell its id
   * @param entry its record
   * @param changed when the record was written, or else what there is
   * @param bytes size of record, log and adapter
   * @param runner the process that has claimed it
   */
  public record Stored(
      String cell, Entry entry, Instant changed, long bytes, Optional<Owner> runner) {}

  /** The ids of all cells of which there is anything, in ascending order. */
  public SortedSet<String> cells() throws IOException {
    SortedSet<String> cells = new TreeSet<>();
    for (Path folder : folders()) {
      for (Path file : list(folder)) {
        Matcher name = OF_A_CELL.matcher(name(file));
        if (name.matches() && name.group(1).startsWith(name(folder))) {
          cells.add(name.group(1));
        }
      }
    }
    return Collections.unmodifiableSortedSet(cells);
  }

  /** What there is of a cell. */
  public Stored of(String cell) throws IOException {
    long bytes = 0;
    @Nullable Instant changed = null;
    @Nullable Owner runner = null;
    for (Path file : list(store.file(cell).resolveSibling(""))) {
      if (!name(file).startsWith(cell)) {
        continue;
      }
      try {
        bytes += bytes(file);
        if (changed == null || file.equals(store.file(cell))) {
          changed = Files.getLastModifiedTime(file).toInstant();
        }
        String holder = Claims.holder(file);
        if (holder != null) {
          Path presence = Presence.file(store.root(), holder);
          runner = Presence.owner(holder, Files.exists(presence) ? Files.readString(presence) : "");
        }
      } catch (NoSuchFileException e) {
        continue; // gone meanwhile
      }
    }
    return new Stored(
        cell,
        store.get(cell),
        changed == null ? Instant.EPOCH : changed,
        bytes,
        Optional.ofNullable(runner));
  }

  /** Files in the folders of records that are of no cell, by their names. */
  public List<Path> strangers() throws IOException {
    List<Path> strangers = new ArrayList<>();
    for (Path folder : folders()) {
      for (Path file : list(folder)) {
        Matcher name = OF_A_CELL.matcher(name(file));
        boolean ofCell = name.matches() && name.group(1).startsWith(name(folder));
        if (!ofCell && !name(file).startsWith(".")) {
          strangers.add(file);
        }
      }
    }
    return strangers;
  }

  private List<Path> folders() throws IOException {
    return list(store.root()).stream()
        .filter(folder -> name(folder).matches("[0-9a-f]{2}") && Files.isDirectory(folder))
        .toList();
  }

  private static long bytes(Path file) throws IOException {
    if (!Files.isDirectory(file)) {
      return Files.size(file);
    }
    long sum = 0;
    for (Path below : list(file)) {
      sum += bytes(below);
    }
    return sum;
  }

  private static List<Path> list(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
