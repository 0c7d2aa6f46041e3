package org.sdptbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.RecordArchive.Contents;
import org.sdptbench.harness.run.RecordArchive.Skipped;
import org.sdptbench.harness.testing.FakeRecords;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecordJson;
import org.sdptbench.reports.record.RunRecords;

class RecordArchiveTest {
  private final Path folder;
  private final RecordArchive archive;

  RecordArchiveTest(@TempDir Path folder) {
    this.folder = folder;
    this.archive = RecordArchive.in(folder);
  }

  private static Cell cell(long seed) {
    return new Cell(
        "glip-mini",
        new RunRecord.Method("full", "Full", new TreeMap<>(Map.of("k", 3L))),
        Cell.task("picto-odinw13/Aquarium", 0),
        new TreeMap<>(Map.of("learningRate", 0.1, "schedule", "cosine")),
        seed,
        new TreeMap<>(),
        1);
  }

  private static RunRecord record(long seed, Outcome outcome, double seconds) {
    return FakeRecords.of(cell(seed), outcome, "why", seconds);
  }

  private static RunRecord record(long seed) {
    return record(seed, Outcome.COMPLETED, 1.25);
  }

  private static String name(RunRecord run) {
    return run.cell().substring(0, 2) + "/" + run.cell() + ".json";
  }

  @Test
  void recordsComeBackEqual() throws Exception {
    List<RunRecord> records = List.of(record(1), record(2, Outcome.INVALID, 3), record(3));
    archive.write(records);
    Contents contents = archive.read();
    assertThat(contents.skipped()).isEmpty();
    assertThat(contents.byCell().values()).containsExactlyInAnyOrderElementsOf(records);
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(archive.file()));
  }

  @Test
  void theSameRecordsGiveTheSameBytesInAnyOrderAndZone() throws Exception {
    List<RunRecord> records = new ArrayList<>(List.of(record(1), record(2), record(3)));
    archive.write(records);
    byte[] first = Files.readAllBytes(archive.file());
    TimeZone zone = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      Collections.reverse(records);
      archive.write(records);
    } finally {
      TimeZone.setDefault(zone);
    }
    assertThat(Files.readAllBytes(archive.file())).isEqualTo(first);
  }

  @Test
  void whatFailsLeavesTheOldArchive() throws Exception {
    archive.write(List.of(record(1)));
    byte[] before = Files.readAllBytes(archive.file());
    assertThatThrownBy(() -> archive.write(List.of(record(2), record(2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two records of cell " + record(2).cell());
    assertThat(Files.readAllBytes(archive.file())).isEqualTo(before);
    assertThat(folder).isDirectoryNotContaining(file -> !file.equals(archive.file()));
  }

  @Test
  void entriesThatAreNoRecordsAreListedAndSkipped() throws Exception {
    RunRecord good = record(1);
    RunRecord other = record(2);
    String json = RunRecordJson.toJson(good);
    Map<String, byte[]> entries = new TreeMap<>();
    entries.put(name(good), json.getBytes(StandardCharsets.UTF_8));
    entries.put(name(other), json.getBytes(StandardCharsets.UTF_8));
    entries.put(name(record(3)), json.substring(0, 99).getBytes(StandardCharsets.UTF_8));
    entries.put(name(record(4)), new byte[] {'"', (byte) 0xff, '"'});
    entries.put(name(record(5)), new byte[RunRecordJson.MAX_BYTES + 1]);
    for (String name :
        List.of(
            "../" + name(good),
            "/" + name(good),
            "runs/" + name(good),
            good.cell() + ".json",
            "zz/" + good.cell() + ".json",
            name(good) + "/",
            "a\u001b[2J",
            good.cell().substring(0, 2) + "\\" + good.cell() + ".json")) {
      entries.put(name, json.getBytes(StandardCharsets.UTF_8));
    }
    write(entries);
    Contents contents = archive.read();
    assertThat(contents.byCell().values()).containsExactly(good);
    assertThat(contents.skipped()).hasSize(entries.size() - 1);
    Map<String, String> reasons = new TreeMap<>();
    contents.skipped().forEach(skipped -> reasons.put(skipped.entry(), skipped.reason()));
    assertThat(reasons)
        .containsEntry(name(other), "holds the record of another cell, " + good.cell())
        .containsEntry(name(record(4)), "not UTF-8 text")
        .containsEntry(name(record(5)), "16777217 bytes; a record may have at most 16777216")
        .containsEntry("../" + name(good), "not named after a cell, as ab/abcd….json")
        .containsKey("a?[2J");
    assertThat(reasons.get(name(record(3)))).startsWith("line ");
    RunRecords reported = archive.source().read();
    assertThat(reported.byCell()).isEqualTo(contents.byCell());
    assertThat(reported.skipped())
        .extracting(RunRecords.Skipped::reason)
        .containsExactlyElementsOf(
            contents.skipped().stream().map(RecordArchive.Skipped::reason).toList());
  }

  @Test
  void anEntryWhoseBytesWereChangedIsSkippedAndTheOthersAreRead() throws Exception {
    archive.write(List.of(record(1), record(2)));
    byte[] bytes = Files.readAllBytes(archive.file());
    String first = archive.read().byCell().firstKey();
    bytes[30 + name(record(1)).length() + 100] ^= 0x10; // inside the first entry's content
    Files.write(archive.file(), bytes);
    Contents contents = archive.read();
    assertThat(contents.byCell()).hasSize(1).doesNotContainKey(first);
    assertThat(contents.skipped()).extracting(Skipped::entry).containsExactly(entry(first));
  }

  private static String entry(String cell) {
    return cell.substring(0, 2) + "/" + cell + ".json";
  }

  @Test
  void aNameThatIsThereTwiceIsNobodys() throws Exception {
    RunRecord run = record(1);
    String twin = name(run).replace(".json", ".jsom");
    byte[] json = RunRecordJson.toJson(run).getBytes(StandardCharsets.UTF_8);
    write(Map.of(name(run), json, twin, json));
    String text = Files.readString(archive.file(), StandardCharsets.ISO_8859_1);
    Files.writeString(archive.file(), text.replace(".jsom", ".json"), StandardCharsets.ISO_8859_1);
    Contents contents = archive.read();
    assertThat(contents.byCell()).isEmpty();
    assertThat(contents.skipped())
        .containsExactly(
            new Skipped(name(run), "its name is there more than once"),
            new Skipped(name(run), "its name is there more than once"));
  }

  @Test
  void whatIsNoArchiveIsNamed() throws Exception {
    assertThatThrownBy(archive::read).isInstanceOf(NoSuchFileException.class);
    Files.writeString(archive.file(), "PK, and then nothing");
    assertThatThrownBy(archive::read)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(archive.file() + ": no zip archive: ");
  }

  private void write(Map<String, byte[]> entries) throws IOException {
    try (OutputStream bytes = Files.newOutputStream(archive.file());
        ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : new TreeMap<>(entries).entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
  }

  @Test
  void aRecordOfWhichADigitWasChangedIsNotTaken() throws Exception {
    RunRecord run = record(1);
    String json = RunRecordJson.toJson(run);
    write(
        Map.of(
            name(run),
            json.replace("\"seed\" : 1", "\"seed\" : 2").getBytes(StandardCharsets.UTF_8)));
    RecordArchive.Contents contents = archive.read();
    assertThat(contents.byCell()).isEmpty();
    assertThat(contents.skipped().get(0).reason()).startsWith("damaged: its digest is ");
  }

  /** A few bytes each, which become megabytes before anybody can see that they are no record. */
  @Test
  void whatRefusedEntriesInflateToCounts() throws Exception {
    Map<String, byte[]> entries = new TreeMap<>();
    byte[] spaces = new byte[1 << 20];
    Arrays.fill(spaces, (byte) ' ');
    for (int seed = 0; seed < 12; seed++) {
      entries.put(name(record(seed)), spaces);
    }
    write(entries);
    assertThat(new RecordArchive(archive.file(), 12 << 20).read().skipped()).hasSize(12);
    assertThatThrownBy(() -> new RecordArchive(archive.file(), 8 << 20).read())
        .isInstanceOf(IOException.class)
        .hasMessage(archive.file() + ": its entries have more than 8388608 bytes");
  }

  @Test
  void onlyWhatTheStoreLacksIsTaken() throws Exception {
    RunStore store = new RunStore(folder.resolve("runs"));
    RunRecord crashed = store.put(record(1, Outcome.CRASHED, 7));
    RunRecord finished = store.put(record(2, Outcome.COMPLETED, 7));
    Files.createDirectories(store.file(record(3).cell()).getParent());
    Files.writeString(store.file(record(3).cell()), "{");
    RunRecord liar =
        FakeRecords.of(cell(99), Outcome.COMPLETED, "why", 1); // says seed 99 under the id of 5
    Map<String, byte[]> entries = new TreeMap<>();
    for (RunRecord run :
        List.of(record(1), record(2), record(3), record(4), record(6, Outcome.INVALID, 1))) {
      entries.put(name(run), RunRecordJson.toJson(run).getBytes(StandardCharsets.UTF_8));
    }
    entries.put(
        name(record(5)),
        RunRecordJson.toJson(FakeRecords.under(record(5).cell(), liar))
            .getBytes(StandardCharsets.UTF_8));
    RunRecord run = record(8);
    RunRecord onTop =
        FakeRecords.withBase(
            run, new RunRecord.Base(run.method(), run.task(), new TreeMap<>(), false));
    entries.put(name(run), RunRecordJson.toJson(onTop).getBytes(StandardCharsets.UTF_8));
    write(entries);

    List<Cell> wanted = LongStream.rangeClosed(1, 8).mapToObj(seed -> cell(seed)).toList();
    RecordImport done = RecordImport.into(store, wanted, archive.read());
    assertThat(done).isEqualTo(new RecordImport(2, 2, List.of(record(5).cell(), record(8).cell())));
    assertThat(store.all())
        .contains(crashed, finished)
        .extracting(RunRecord::seed)
        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    assertThat(RecordImport.into(store, wanted, archive.read()).taken()).isZero();
  }
}
