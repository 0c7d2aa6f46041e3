package org.sdptbench.harness.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sdptbench.reports.record.RunRecord;

/**
 * Run records by the id of their cell: {@code ROOT/ab/abcd….json}, beside each the log of its last
 * attempt.
 *
 * <p>Several processes may use one store; within a process, use one instance. All methods may be
 * called by several threads.
 */
public final class RunStore {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final long MAX_BYTES = 64L << 20;

  private final Path root;
  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .serializationInclusion(JsonInclude.Include.NON_NULL)
          .build();

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
    return place(cell, ".json");
  }

  /** File of the log of a cell's last attempt. */
  public Path log(String cell) {
    return place(cell, ".log");
  }

  /** What the store has for a cell. */
  public Entry get(String cell) {
    Path file = file(cell);
    try {
      long bytes = Files.size(file);
      if (bytes > MAX_BYTES) {
        return new Entry.Damaged(file, "%d bytes, at most %d".formatted(bytes, MAX_BYTES));
      }
      RunRecord record = json.readValue(Files.readAllBytes(file), RunRecord.class);
      Optional<String> fault = fault(record, cell);
      return fault.isPresent()
          ? new Entry.Damaged(file, fault.get())
          : new Entry.Present(record);
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

  /**
   * Keeps a record, unless the store has a final one of that cell already.
   *
   * @return the record that the store has now
   */
  public synchronized RunRecord put(RunRecord record) throws IOException {
    Path file = file(record.cell());
    Files.createDirectories(file.getParent());
    Path temporary = Files.createTempFile(file.getParent(), record.cell() + ".", ".tmp");
    try (FileChannel channel =
            FileChannel.open(
                root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Optional<RunRecord> first = done(record.cell());
      if (first.isPresent()) {
        return first.get();
      }
      Files.write(temporary, json.writeValueAsBytes(record));
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return record;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** All readable records, by ascending id. */
  public List<RunRecord> all() throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    List<RunRecord> records = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root, 2)) {
      files
          .map(f -> f.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .filter(id -> ID.matcher(id).matches())
          .sorted()
          .map(this::get)
          .forEach(
              entry -> {
                if (entry instanceof Entry.Present present) {
                  records.add(present.record());
                }
              });
    }
    return records;
  }

  /**
   * Reads the record that a worker wrote.
   *
   * @throws IOException if it is none, or another cell's
   */
  public RunRecord read(Path file, String cell) throws IOException {
    RunRecord record = json.readValue(Files.readAllBytes(file), RunRecord.class);
    Optional<String> fault = fault(record, cell);
    if (fault.isPresent()) {
      throw new IOException(file + ": " + fault.get());
    }
    return record;
  }

  /** Writes a record for {@link #read}. */
  public void write(RunRecord record, Path file) throws IOException {
    Files.write(file, json.writeValueAsBytes(record));
  }

  private Path place(String cell, String suffix) {
    if (!ID.matcher(cell).matches()) {
      throw new IllegalArgumentException("not the id of a cell: " + cell);
    }
    return root.resolve(cell.substring(0, 2)).resolve(cell + suffix);
  }

  private static Optional<String> fault(RunRecord record, String cell) {
    if (record == null) {
      return Optional.of("empty");
    } else if (record.version() < 1 || record.version() > RunRecord.VERSION) {
      return Optional.of(
          "version %d, this code knows 1 to %d".formatted(record.version(), RunRecord.VERSION));
    } else if (!cell.equals(record.cell())) {
      return Optional.of("it is the record of cell " + record.cell());
    }
    boolean complete =
        Stream.of(
                record.model(),
                record.method(),
                record.task(),
                record.recipe(),
                record.outcome(),
                record.metrics(),
                record.classAp(),
                record.cost(),
                record.curve(),
                record.provenance())
            .allMatch(Objects::nonNull);
    return complete ? Optional.empty() : Optional.of("a field is missing");
  }
}
