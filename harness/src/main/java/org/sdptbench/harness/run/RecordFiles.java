package org.sdptbench.harness.run;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.RunRecord;

/** Reads and writes the JSON file of a run record; what is absent is left out. */
public final class RecordFiles {
  private static final long MAX_BYTES = 64L << 20;

  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  /**
   * Reads the record of a cell.
   *
   * @throws IOException if the file is missing, or no complete record, or another cell's
   */
  public RunRecord read(Path file, String cell) throws IOException {
    long bytes = Files.size(file);
    if (bytes > MAX_BYTES) {
      throw new IOException("%d bytes, at most %d".formatted(bytes, MAX_BYTES));
    }
    RunRecord record = json.readValue(Files.readAllBytes(file), RunRecord.class);
    Optional<String> fault = fault(record, cell);
    if (fault.isPresent()) {
      throw new IOException(fault.get());
    }
    return record;
  }

  /** Writes a record. */
  public void write(RunRecord record, Path file) throws IOException {
    Files.write(file, json.writeValueAsBytes(record));
  }

  private static Optional<String> fault(@Nullable RunRecord record, String cell) {
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
