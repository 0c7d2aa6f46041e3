package org.sdptbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.RunStore.Entry;
import org.sdptbench.harness.testing.FakeCellRunner;
import org.sdptbench.harness.testing.FakeRecords;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;

class RunStoreTest {
  private final Path folder;

  private final Progress silent =
      new Progress() {
        @Override
        public void at(double fraction, String phase) {}

        @Override
        public void curve(RunRecord.CurvePoint point) {}
      };

  RunStoreTest(@TempDir Path folder) {
    this.folder = folder;
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

  private RunRecord completed(long seed) throws Exception {
    return new FakeCellRunner(Environment.Code.UNKNOWN)
        .run(cell(seed), new CellOutput(folder.resolve("none"), 0), silent);
  }

  private RunRecord broken(long seed, Outcome outcome) throws Exception {
    return Records.brokenOff(cell(seed), outcome, "why", 1, completed(seed).provenance());
  }

  @Test
  void aRecordLiesUnderTheIdOfItsCellAndReadsBackEqual() throws Exception {
    RunStore store = new RunStore(folder.resolve("runs"));
    RunRecord record = completed(1);
    assertThat(store.get(record.cell())).isInstanceOf(Entry.Missing.class);
    store.put(record);
    assertThat(folder.resolve("runs").resolve(record.cell().substring(0, 2)))
        .isDirectoryContaining("glob:**/" + record.cell() + ".json");
    assertThat(store.get(record.cell())).isEqualTo(new Entry.Present(record));
    assertThat(store.all()).containsExactly(record);
    assertThat(Files.readString(store.file(record.cell()))).doesNotContain("null");
  }

  @Test
  void theFirstFinalRecordWinsAndAccidentsGiveWay() throws Exception {
    RunStore store = new RunStore(folder);
    RunRecord crashed = broken(1, Outcome.CRASHED);
    assertThat(store.put(crashed)).isEqualTo(crashed);
    assertThat(store.done(crashed.cell())).isEmpty();
    RunRecord diverged = broken(1, Outcome.DIVERGED);
    assertThat(store.put(diverged)).isEqualTo(diverged);
    assertThat(store.put(completed(1))).as("the first final one").isEqualTo(diverged);
    assertThat(store.put(crashed)).isEqualTo(diverged);
    assertThat(store.done(crashed.cell())).contains(diverged);
  }

  @Test
  void anAdapterLiesBesideTheRecordOfItsCell() throws Exception {
    RunStore store = new RunStore(folder.resolve("runs"));
    CellOutput output = new CellOutput(folder.resolve("left"), 1);
    Path left = output.folder();
    Path adapter = Files.createDirectories(output.adapter().folder());
    Files.writeString(adapter.resolve("adapter_config.json"), "first");
    Path below = Files.createDirectory(output.adapter().base().folder());
    Files.writeString(below.resolve("adapter_config.json"), "below");
    RunRecord crashed = store.put(broken(1, Outcome.CRASHED), left);
    assertThat(store.adapter(crashed.cell())).doesNotExist();
    RunRecord record = store.put(completed(1), left);
    Files.writeString(adapter.resolve("adapter_config.json"), "second");
    store.put(completed(1), left);
    assertThat(store.adapter(record.cell()).resolve("adapter_config.json")).hasContent("first");
    assertThat(store.adapter(record.cell()).resolve("base/adapter_config.json"))
        .as("the adapter below it")
        .hasContent("below");
    store.put(completed(2), folder.resolve("nothing"));
    assertThat(store.adapter(completed(2).cell())).doesNotExist();
    assertThat(store.all()).hasSize(2);
  }

  @Test
  void imagesThatRecordsNameAreKeptOnceForAllRuns() throws Exception {
    RunStore store = new RunStore(folder.resolve("runs"));
    CellOutput output = new CellOutput(folder.resolve("left"), 0);
    Picture picture = new Picture("pictures/a_b/1.png", 4, 3, List.of(), List.of(), List.of());
    Picture lost = new Picture("pictures/a_b/2.png", 4, 3, List.of(), List.of(), List.of());
    Path left = output.image(picture);
    Files.createDirectories(left.getParent());
    Files.writeString(left, "pixels");
    Files.writeString(left.resolveSibling("unnamed.png"), "pixels");
    Path kept = store.root().resolve(picture.file());

    RunRecord record = store.put(withPictures(completed(1), picture, lost), output.folder());
    assertThat(record.results().pictures()).hasSize(2);
    assertThat(kept).hasContent("pixels");
    assertThat(kept.getParent())
        .as("only what the record names")
        .isDirectoryNotContaining(path -> !path.equals(kept));
    Files.writeString(left, "others");
    store.put(withPictures(completed(2), picture), output.folder());
    assertThat(kept).as("the first stays").hasContent("pixels");
    assertThat(store.all()).hasSize(2);
  }

  private static RunRecord withPictures(RunRecord record, Picture... pictures) {
    return FakeRecords.withResults(
        record,
        new Results(record.metrics(), new TreeMap<>(), List.of(), List.of(), List.of(pictures)));
  }

  @Test
  void aDamagedRecordIsAMiss() throws Exception {
    RunStore store = new RunStore(folder);
    RunRecord record = store.put(completed(1));
    Path file = store.file(record.cell());
    String good = Files.readString(file);
    for (String bad :
        List.of(
            "",
            good.substring(0, good.length() / 2),
            "null",
            "[]",
            "{}",
            good.replaceFirst("\"AP\" : 0\\.(\\d)", "\"AP\" : 0.$1$1"),
            good.replace("\"dirty\" : false", "\"dirty\" : true"),
            good.replaceFirst("\"digest\" : \"[0-9a-f]+\",", ""),
            good.replace("\"version\" : 3", "\"version\" : 2"),
            good.replace(record.cell(), "0".repeat(64)),
            good.replace("\"outcome\" : \"COMPLETED\",", ""),
            good.replace("COMPLETED", "PERFECT"))) {
      Files.writeString(file, bad);
      assertThat(store.get(record.cell())).as(bad).isInstanceOf(Entry.Damaged.class);
      assertThat(store.done(record.cell())).isEmpty();
      assertThat(store.all()).isEmpty();
    }
    assertThat(store.put(record)).isEqualTo(record);
    assertThat(store.done(record.cell())).contains(record);
  }

  @Test
  void aTamperedAdapterIsAMissAndOneThatSomebodyDeletedIsNone() throws Exception {
    RunStore store = new RunStore(folder.resolve("runs"));
    CellOutput output = new CellOutput(folder.resolve("left"), 1);
    Path left = Files.createDirectories(output.adapter().folder());
    Files.writeString(left.resolve("adapter_config.json"), "first");
    RunRecord record = store.put(completed(1), output.folder());
    Path adapter = store.adapter(record.cell());
    assertThat(record.adapter()).isEqualTo(new FolderTree(adapter).digest());
    assertThat(store.get(record.cell())).isEqualTo(new Entry.Present(record));

    Files.writeString(adapter.resolve("adapter_config.json"), "fiRst");
    assertThat(store.get(record.cell()))
        .isInstanceOfSatisfying(
            Entry.Damaged.class,
            damaged -> {
              assertThat(damaged.file()).isEqualTo(adapter);
              assertThat(damaged.reason()).startsWith("damaged: the record says");
            });
    RunRecord again = store.put(completed(1), output.folder());
    assertThat(again.provenance()).as("the new one").isNotEqualTo(record.provenance());
    assertThat(store.get(record.cell())).isEqualTo(new Entry.Present(again));
    assertThat(adapter.resolve("adapter_config.json")).hasContent("first");

    new FolderTree(adapter).delete();
    assertThat(store.get(record.cell())).isEqualTo(new Entry.Present(again));
  }

  @Test
  void aRecordOfANewerProgramIsNeverReplaced() throws Exception {
    RunStore store = new RunStore(folder);
    RunRecord record = completed(1);
    Path file = store.file(record.cell());
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"version\": 4}");
    assertThat(store.get(record.cell()))
        .isEqualTo(
            new Entry.Newer(
                file, "format version 4 is newer than 3, the newest that this program reads"));
    assertThatThrownBy(() -> store.put(record)).hasMessageContaining("it is left alone");
    assertThat(file).hasContent("{\"version\": 4}");
    try (var left = Files.list(file.getParent())) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void manyWritersLeaveOneWholeRecord() throws Exception {
    RunStore store = new RunStore(folder);
    RunRecord first = completed(1);
    Set<RunRecord> told = ConcurrentHashMap.newKeySet();
    ExecutorService pool = Executors.newFixedThreadPool(16);
    try {
      List<Callable<Boolean>> writers = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        RunRecord record =
            i % 3 == 0
                ? FakeRecords.withCurve(
                    first, List.of(new RunRecord.CurvePoint(i, null, null, null)))
                : broken(1, Outcome.INVALID);
        writers.add(
            () -> {
              RunRecord kept = new RunStore(folder).put(record); // as a process of its own
              return !kept.outcome().isFinal() || told.add(kept);
            });
      }
      for (var written : pool.invokeAll(writers)) {
        written.get();
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(told).as("the first final one is told to all who come later").hasSize(1);
    assertThat(store.done(first.cell())).contains(told.iterator().next());
    try (var left = Files.list(store.file(first.cell()).getParent())) {
      assertThat(left).containsExactly(store.file(first.cell()));
    }
  }

  @Test
  void onlyIdsAreNames() {
    RunStore store = new RunStore(folder);
    for (String id : List.of("", "../../etc/passwd", "a".repeat(63), "A".repeat(64))) {
      assertThatThrownBy(() -> store.get(id)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void eventsSurviveTheirLine() {
    for (WorkerEvent event :
        List.of(
            new WorkerEvent.At(0.25, "training \"fast\"\n"),
            new WorkerEvent.Curve(new RunRecord.CurvePoint(5, 1.5, 0.5, null)),
            new WorkerEvent.Curve(new RunRecord.CurvePoint(0, null, null, 0.1)),
            new WorkerEvent.Written(true),
            new WorkerEvent.Written(false))) {
      assertThat(WorkerEvent.encode(event)).doesNotContain("\n");
      assertThat(WorkerEvent.decode(WorkerEvent.encode(event))).contains(event);
    }
    for (String noise :
        List.of("", "{", "hello", "{\"event\":", "{\"event\":\"x\"}", "[W] {\"event\":\"at\"}")) {
      assertThat(WorkerEvent.decode(noise)).isEmpty();
    }
  }

  @Test
  void theEnvironmentIsTold() {
    assertThat(Environment.libraries("/a/b/api-0.35.1.jar:/c/classes:x-y-1.2-rc3.jar"))
        .isEqualTo(Map.of("api", "0.35.1", "x-y", "1.2-rc3"));
    assertThat(Environment.code(folder)).isEqualTo(Environment.Code.UNKNOWN);
    if (System.getProperty("os.name").equals("Linux")) {
      assertThat(Environment.peakMemoryBytes().orElseThrow()).isBetween(1L << 20, 1L << 36);
    }
  }
}
