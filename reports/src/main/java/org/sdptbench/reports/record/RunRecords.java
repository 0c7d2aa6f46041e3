package org.sdptbench.reports.record;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The run records of a folder.
 *
 * @param byCell records by the id of their cell
 * @param skipped files that are not records of a known version, by path
 */
public record RunRecords(SortedMap<String, RunRecord> byCell, List<Skipped> skipped) {

  /**
   * A file that was not read.
   *
   * @param path path relative to the runs folder
   * @param reason why, in one sentence
   */
  public record Skipped(Path path, String reason) {
    /** Its name without the ending: of a record's file, the id of the cell. */
    public String stem() {
      return name(path).replaceFirst("\\.json$", "");
    }
  }

  /** Copies. */
  public RunRecords {
    byCell = Collections.unmodifiableSortedMap(new TreeMap<>(byCell));
    skipped = List.copyOf(skipped);
  }

  /** Returns where the record of a cell lies: {@code ab/abcd….json} for the cell {@code abcd…}. */
  public static Path file(Path runsDir, String cell) {
    CellId.check(cell);
    return runsDir.resolve(cell.substring(0, 2)).resolve(cell + ".json");
  }

  /**
   * Reads all records below a folder, in the order of their names. Looks at {@code ab/*.json} only;
   * a file there that is damaged, newer or not named after its cell is listed and skipped.
   *
   * @throws NotDirectoryException if there is no such folder
   * @throws IOException if a folder cannot be listed
   */
  public static RunRecords read(Path runsDir) throws IOException {
    if (!Files.isDirectory(runsDir)) {
      throw new NotDirectoryException(runsDir.toString());
    }
    List<Path> files = new ArrayList<>();
    for (Path folder : list(runsDir, p -> name(p).matches("[0-9a-f]{2}") && Files.isDirectory(p))) {
      files.addAll(list(folder, p -> name(p).endsWith(".json") && !name(p).startsWith(".")));
    }
    SortedMap<String, RunRecord> byCell = new TreeMap<>();
    List<Skipped> skipped = new ArrayList<>();
    files.parallelStream()
        .map(RunRecords::entry)
        .forEachOrdered(
            entry -> {
              if (entry.run() == null) {
                skipped.add(new Skipped(runsDir.relativize(entry.file()), entry.problem()));
              } else {
                byCell.put(entry.run().cell(), entry.run());
              }
            });
    return new RunRecords(byCell, skipped);
  }

  /** A file and the record in it; where it is none, the reason. */
  private record Entry(Path file, @Nullable RunRecord run, String problem) {}

  private static Entry entry(Path file) {
    try {
      return new Entry(file, readNamed(file), "");
    } catch (RecordFormatException e) {
      return new Entry(file, null, e.reason());
    } catch (CharacterCodingException e) {
      return new Entry(file, null, "not UTF-8 text");
    } catch (IOException e) {
      return new Entry(file, null, "unreadable: " + e);
    }
  }

  private static RunRecord readNamed(Path file) throws IOException {
    String folder = name(file.getName(file.getNameCount() - 2));
    String stem = name(file).substring(0, name(file).length() - ".json".length());
    if (!CellId.isValid(stem) || !stem.startsWith(folder)) {
      throw new RecordFormatException("not named after a cell of this folder");
    }
    return RunRecordJson.read(file, stem);
  }

  private static String name(Path path) {
    return path.getFileName().toString();
  }

  private static List<Path> list(Path folder, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> paths = Files.list(folder)) {
      return paths.filter(wanted).sorted().toList();
    }
  }
}
