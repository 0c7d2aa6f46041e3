package org.sdptbench.harness.plan;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sdptbench.reports.file.WholeFile;

/** A single cell as JSON: for its worker, and for people. */
public final class CellJson {
  private final ObjectMapper json =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build();

  /** Writes a cell; a reader never sees half of it. */
  public void write(Cell cell, Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    byte[] bytes = json.writeValueAsBytes(cell);
    WholeFile.write(file, out -> out.write(bytes));
  }

  /**
   * Reads a cell that {@link #write(Cell, Path)} wrote; its id is the same.
   *
   * @throws IOException if the file is no cell
   */
  public Cell read(Path file) throws IOException {
    return json.readValue(file.toFile(), Cell.class);
  }

  /** A cell with all settings, for people. */
  public String show(Cell cell) throws IOException {
    return json.writeValueAsString(cell);
  }
}
