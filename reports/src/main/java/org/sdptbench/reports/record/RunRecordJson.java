package org.sdptbench.reports.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A run record as a JSON file: keys sorted, doubles unrounded, absent instead of null. Unknown,
 * missing and repeated fields are errors. From version {@link RunRecord#SEALED_VERSION} on it
 * carries the digest of its content: SHA-256 of the canonical JSON of all other fields, so that a
 * changed digit is told from a result.
 */
public final class RunRecordJson {

  /** Far above any record; a longer file is not read. */
  public static final int MAX_BYTES = 16 << 20;

  private static final StrictJson.Format<RunRecord> FORMAT =
      new StrictJson.Format<>(
          RunRecord.class,
          RunRecord::version,
          RunRecord.OLDEST_VERSION,
          RunRecord.VERSION,
          OptionalInt.of(RunRecord.SEALED_VERSION),
          MAX_BYTES);

  private RunRecordJson() {}

  /** Returns the text of a record's file, of version {@link RunRecord#VERSION}. */
  public static String toJson(RunRecord run) {
    return StrictJson.toSealedJson(run.ofThisVersion());
  }

  /**
   * Reads a record from its text.
   *
   * @throws RecordFormatException if it is no record of a version that is read, or its content is
   *     not what its digest says; the message names line, column and field
   */
  public static RunRecord parse(String json) throws RecordFormatException {
    return StrictJson.parse(json, FORMAT);
  }

  /**
   * Reads a record file.
   *
   * @throws RecordFormatException if it is damaged, or older or newer than what is read; the
   *     message says where, without the file's name
   * @throws IOException if the file cannot be read
   */
  public static RunRecord read(Path file) throws IOException {
    return StrictJson.read(file, FORMAT);
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
   * Writes a record under a temporary name in the file's folder and renames it; it is on the disk
   * when this returns. An existing file is replaced.
   *
   * @throws IOException if the folder or the file cannot be written
   */
  public static void write(RunRecord run, Path file) throws IOException {
    StrictJson.write(file, toJson(run));
  }
}
