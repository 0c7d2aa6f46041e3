package org.sdptbench.harness.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.file.WholeFile;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecordJson;
import org.sdptbench.reports.record.RunRecords;
import org.sdptbench.reports.record.RunSource;

/**
 * Run records in one compressed file, for publishing: a zip archive with an entry {@code
 * ab/abcd….json} for each record, as {@link RunStore} lays them out. Adapters and images are not in
 * it; images can be taken from their data sets again. The same records give the same bytes.
 *
 * <p>An archive may come from anywhere. Its entries are read into memory one by one and never
 * extracted; what is no record of the cell that its name says is listed and left out.
 */
public final class RecordArchive {
  /** Name of the archive in a folder of published results. */
  public static final String NAME = "runs.zip";

  private static final int LARGEST_RECORD = RunRecordJson.MAX_BYTES;

  private static final long LARGEST_CONTENT = 2L << 30;
  private static final int MOST_ENTRIES = 200_000;
  private static final Pattern ENTRY = Pattern.compile("([0-9a-f]{2})/(\\1[0-9a-f]{62})\\.json");

  /** The first day of the format makes the library add a time in the zone of the machine. */
  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private final Path file;
  private final long largestContent;

  /** An archive, which need not exist yet. */
  public RecordArchive(Path file) {
    this(file, LARGEST_CONTENT);
  }

  /** An archive that may have so many bytes in all its entries, those that are refused too. */
  RecordArchive(Path file, long largestContent) {
    this.file = file;
    this.largestContent = largestContent;
  }

  /** The archive in a folder of published results. */
  public static RecordArchive in(Path published) {
    return new RecordArchive(published.resolve(NAME));
  }

  /**
   * What an archive holds.
   *
   * @param byCell records by the id of their cell
   * @param skipped entries that are no records, in the order of the archive
   */
  public record Contents(SortedMap<String, RunRecord> byCell, List<Skipped> skipped) {
    /** Copies. */
    public Contents {
      byCell = Collections.unmodifiableSortedMap(new TreeMap<>(byCell));
      skipped = List.copyOf(skipped);
    }
  }

  /**
   * An entry that was not read.
   *
   * @param entry its name, fit to be printed
   * @param reason why, in one sentence
   */
  public record Skipped(String entry, String reason) {}

  /** The file. */
  public Path file() {
    return file;
  }

  /**
   * Writes an archive under a temporary name and renames it. An existing file is replaced.
   *
   * @param records records of different cells, in any order
   * @throws IllegalArgumentException if two are of the same cell
   * @throws IOException if a record is larger than any archive may hold, or the file cannot be
   *     written
   */
  public void write(Collection<RunRecord> records) throws IOException {
    List<RunRecord> sorted =
        records.stream().sorted(Comparator.comparing(RunRecord::cell)).toList();
    WholeFile.keep(
        file,
        out -> {
          ZipOutputStream zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
          zip.setLevel(Deflater.BEST_COMPRESSION);
          String last = "";
          for (RunRecord run : sorted) {
            if (run.cell().equals(last)) {
              throw new IllegalArgumentException("two records of cell " + last);
            }
            last = run.cell();
            add(zip, run);
          }
          zip.finish();
        });
  }

  private void add(ZipOutputStream zip, RunRecord run) throws IOException {
    byte[] json = RunRecordJson.toJson(run).getBytes(StandardCharsets.UTF_8);
    if (json.length > LARGEST_RECORD) {
      throw new IOException(
          "%s: the record of cell %s has %s bytes; allowed: at most %s"
              .formatted(file, run.cell(), json.length, LARGEST_RECORD));
    }
    ZipEntry entry = new ZipEntry(run.cell().substring(0, 2) + "/" + run.cell() + ".json");
    entry.setTimeLocal(TIME);
    zip.putNextEntry(entry);
    zip.write(json);
    zip.closeEntry();
  }

  /**
   * Reads all records.
   *
   * @throws NoSuchFileException if there is no such file
   * @throws IOException if it is no zip archive, holds more than any archive of records, or cannot
   *     be read; the message names it
   */
  public Contents read() throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new NoSuchFileException(file.toString());
    }
    SortedMap<String, RunRecord> byCell = new TreeMap<>();
    List<Skipped> skipped = new ArrayList<>();
    try (ZipFile zip = new ZipFile(file.toFile(), StandardCharsets.UTF_8)) {
      if (zip.size() > MOST_ENTRIES) {
        throw new IOException(
            "%s: found %s entries; allowed: at most %s".formatted(file, zip.size(), MOST_ENTRIES));
      }
      List<ZipEntry> entries = new ArrayList<>(Collections.list(zip.entries()));
      Map<String, Integer> times = new HashMap<>();
      entries.forEach(entry -> times.merge(entry.getName(), 1, Integer::sum));
      AtomicLong read = new AtomicLong();
      entries.parallelStream()
          .map(entry -> entry(zip, entry, times.getOrDefault(entry.getName(), 1) > 1, read))
          .forEachOrdered(
              entry -> {
                if (entry.run() == null) {
                  skipped.add(new Skipped(printable(entry.name()), entry.problem()));
                } else {
                  byCell.put(entry.run().cell(), entry.run());
                }
              });
      if (read.get() > largestContent) {
        throw new IOException(
            "%s: its entries have more than %s bytes".formatted(file, largestContent));
      }
    } catch (ZipException e) {
      throw new IOException("%s: no zip archive: %s".formatted(file, e.getMessage()), e);
    }
    return new Contents(byCell, skipped);
  }

  /** An entry and the record in it; where it is none, the reason. */
  private record Entry(String name, @Nullable RunRecord run, String problem) {}

  /** Reads an entry, unless those before it were too much already. */
  private Entry entry(ZipFile zip, ZipEntry entry, boolean repeated, AtomicLong read) {
    try {
      if (repeated) {
        throw new BadEntry("its name is there more than once");
      }
      String cell = cell(entry);
      if (read.get() > largestContent) {
        throw new BadEntry("not read: those before it are too much");
      }
      byte[] json = content(zip, entry, read);
      return new Entry(entry.getName(), parse(json, cell), "");
    } catch (IOException e) {
      return new Entry(entry.getName(), null, reason(e));
    }
  }

  /**
   * The records for a report. Entries that are no records are listed as skipped. That there is no
   * archive is for reading to say.
   */
  public RunSource source() {
    return new RunSource() {
      @Override
      public Path place() {
        return file;
      }

      @Override
      public boolean exists() {
        return true;
      }

      @Override
      public RunRecords read() throws IOException {
        Contents contents = RecordArchive.this.read();
        return new RunRecords(
            contents.byCell(),
            contents.skipped().stream()
                .map(entry -> new RunRecords.Skipped(Path.of(entry.entry()), entry.reason()))
                .toList());
      }
    };
  }

  private static String cell(ZipEntry entry) throws BadEntry {
    Matcher name = ENTRY.matcher(entry.getName());
    if (!name.matches()) {
      throw new BadEntry("not named after a cell, as ab/abcd….json");
    }
    return name.group(2);
  }

  private static byte[] content(ZipFile zip, ZipEntry entry, AtomicLong read) throws IOException {
    if (entry.getSize() > LARGEST_RECORD) {
      throw tooLong(entry.getSize() + " bytes");
    }
    try (InputStream stream = zip.getInputStream(entry)) {
      byte[] content = stream.readNBytes(LARGEST_RECORD + 1); // the size in the archive may lie
      read.addAndGet(content.length); // of what is refused too: it was inflated
      if (content.length > LARGEST_RECORD) {
        throw tooLong("more bytes than it says");
      }
      CRC32 sum = new CRC32(); // the library does not compare it
      sum.update(content);
      if (content.length != entry.getSize() || sum.getValue() != entry.getCrc()) {
        throw new BadEntry("its content differs from its checksum");
      }
      return content;
    }
  }

  private static BadEntry tooLong(String found) {
    return new BadEntry("%s; a record may have at most %s".formatted(found, LARGEST_RECORD));
  }

  private static RunRecord parse(byte[] json, String cell) throws IOException {
    String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json)).toString();
    RunRecord run = RunRecordJson.parse(text);
    if (!run.cell().equals(cell)) {
      throw new BadEntry("holds the record of another cell, " + run.cell());
    }
    return run;
  }

  private static String reason(IOException e) {
    if (e instanceof CharacterCodingException) {
      return "not UTF-8 text";
    }
    return printable(String.valueOf(e.getMessage()).lines().findFirst().orElse("unreadable"));
  }

  /** Without what would steer a terminal, and not without end. */
  private static String printable(String text) {
    String clean = text.replaceAll("\\p{C}", "?");
    return clean.length() > 200 ? clean.substring(0, 200) + "…" : clean;
  }

  /** An entry that is no record. */
  private static final class BadEntry extends IOException {
    private static final long serialVersionUID = 1L;

    BadEntry(String message) {
      super(message);
    }
  }
}
