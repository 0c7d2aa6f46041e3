package org.sdptbench.reports.record;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A run record as a JSON file: keys sorted, doubles unrounded, absent instead of null. Unknown,
 * missing and repeated fields are errors.
 */
public final class RunRecordJson {

  private RunRecordJson() {}

  /** Returns the text of a record's file. */
  public static String toJson(RunRecord run) {
    return StrictJson.toJson(run);
  }

  /**
   * Reads a record from its text.
   *
   * @throws RecordFormatException if it is not a record of version {@link RunRecord#VERSION}; the
   *     message names line, column and field
   */
  public static RunRecord parse(String json) throws RecordFormatException {
    return StrictJson.parse(json, RunRecord.class, RunRecord::version, RunRecord.VERSION);
  }

  /**
   * Reads a record file.
   *
   * @throws RecordFormatException if it is damaged or of another version; the message says where,
   *     without the file's name
   * @throws IOException if the file cannot be read
   */
  public static RunRecord read(Path file) throws IOException {
    return StrictJson.read(file, RunRecord.class, RunRecord::version, RunRecord.VERSION);
  }

  /**
   * Reads the record of a cell.
   *
   * @throws RecordFormatException also if it is the record of another cell
   * @throws IOException if the file cannot be read
   */
  public static RunRecord read(Path file, String cell) throws IOException {
    RunRecord run = read(file);
    if (!run.cell().equals(cell)) {
      throw new RecordFormatException("holds the record of another cell, " + run.cell());
    }
    return run;
  }

  /**
   * Writes a record under a temporary name in the file's folder and renames it. An existing file is
   * replaced.
   *
   * @throws IOException if the folder or the file cannot be written
   */
  public static void write(RunRecord run, Path file) throws IOException {
    StrictJson.write(file, run);
  }
}
