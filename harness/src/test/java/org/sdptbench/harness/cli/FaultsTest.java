package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.RunStore.Entry;
import org.sdptbench.harness.testing.FakeMain;
import org.sdptbench.harness.testing.Program;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

/**
 * Whole commands, as processes of their own, in which everything that can be killed is, at random
 * times: nothing that was recorded is lost or run again, and the same command goes on. {@code
 * -Dsdptbench.kills=100} kills more often than the build does.
 */
@Tag("slow")
@Timeout(3600)
class FaultsTest {
  private static final int KILLS = Integer.getInteger("sdptbench.kills", 6);
  private static final int CELLS = 34;

  private final Path folder;
  private final Path runs;
  private final Path journal;
  private final List<Process> started = new ArrayList<>();

  FaultsTest(@TempDir Path folder) {
    this.folder = folder;
    this.runs = folder.resolve("runs");
    this.journal = folder.resolve("journal");
  }

  @BeforeEach
  void writeSpecs() throws IOException {
    Files.createDirectories(folder.resolve("experiments/scales"));
    Files.writeString(folder.resolve("experiments/scales/small.yaml"), Scales.SMALL);
    Files.writeString(
        folder.resolve("experiments/tiny.yaml"),
        """
        name: tiny
        title: t
        question: q
        tasks: [odinw13]
        methods: [zero-shot, sdpt]
        seeds: 0..15
        recipe: {steps: 40}
        """);
    Files.createFile(journal);
  }

  @AfterEach
  void endAll() {
    started.forEach(Process::destroyForcibly);
  }

  private Process start(String... more) throws IOException {
    return start(Map.of(), more);
  }

  private Process start(Map<String, String> environment, String... more) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "run",
                "tiny",
                "--scale",
                "small",
                "--experiments",
                folder.resolve("experiments").toString(),
                "--out",
                folder.toString(),
                "--workers",
                "2",
                "--heap",
                "48m"));
    line.addAll(List.of(more));
    ProcessBuilder builder =
        Program.of(FakeMain.class, line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("printed").toFile()));
    builder.environment().put("SDPTBENCH_FAKE_JOURNAL", journal.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String printed() throws IOException {
    return Files.readString(folder.resolve("printed"));
  }

  /** What lies in the store, by file. */
  private Map<Path, String> records() throws IOException {
    Map<Path, String> records = new HashMap<>();
    if (!Files.isDirectory(runs)) {
      return records;
    }
    try (Stream<Path> files = Files.walk(runs, 2)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        if (file.toString().contains(".processes")
            || file.getFileName().toString().startsWith(".")) {
          continue;
        }
        try {
          records.put(file, Files.readString(file));
        } catch (IOException e) {
          continue; // an accident's record that gives way
        }
      }
    }
    return records;
  }

  private static boolean isFinal(String record) {
    return record.contains("\"outcome\" : \"COMPLETED\"");
  }

  /** Every record that was final is there as it was, to the last bit. */
  private void nothingIsLostOrRunAgain(Map<Path, String> before) throws IOException {
    Map<Path, String> now = records();
    before.forEach(
        (file, record) -> {
          if (isFinal(record)) {
            assertThat(now.get(file)).as(file.toString()).isEqualTo(record);
          }
        });
  }

  /** After the last command: all cells, each whole, and nothing else. */
  private void allIsThere() throws IOException {
    RunStore store = new RunStore(runs);
    assertThat(store.all()).hasSize(CELLS);
    for (RunRecord record : store.all()) {
      assertThat(store.get(record.cell())).isEqualTo(new Entry.Present(record));
      assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
      assertThat(store.adapter(record.cell())).isNotEmptyDirectory();
    }
    try (Stream<Path> left = Files.walk(runs)) {
      assertThat(left.map(file -> runs.relativize(file).toString()))
          .noneMatch(name -> name.endsWith(".tmp") || name.contains(".claim-"))
          .noneMatch(name -> name.matches("\\.(work|processes)/.+"));
    }
    assertThat(folder.resolve("report.pdf")).isNotEmptyFile();
  }

  private static void kill(long pid) throws Exception {
    new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor();
  }

  private List<String> runsOf(String event) throws IOException {
    return Files.readAllLines(journal).stream()
        .filter(line -> line.startsWith(event + " "))
        .toList();
  }

  @Test
  void parentsThatAreKilledAtAnyTimeLoseNothingAndRunNothingTwice() throws Exception {
    Random random = new Random(1);
    for (int i = 0; i < KILLS; i++) {
      Process parent = start();
      Thread.sleep(200 + random.nextInt(2500));
      boolean killed = parent.isAlive();
      kill(parent.pid());
      parent.waitFor();
      Map<Path, String> before = records();
      Thread.sleep(killed ? random.nextInt(300) : 0); // with and without workers that still end
      nothingIsLostOrRunAgain(before);
      if (before.values().stream().filter(FaultsTest::isFinal).count() == CELLS) {
        for (Path file : before.keySet()) { // from the start again
          Files.delete(file);
        }
      }
    }
    Map<Path, String> before = records();
    assertThat(start().waitFor()).as(printed()).isZero();
    nothingIsLostOrRunAgain(before);
    allIsThere();
  }

  @Test
  void workersThatAreKilledAtAnyTimeCostTheirCellOnly() throws Exception {
    Random random = new Random(2);
    int kills = 0;
    Map<Path, String> seen = Map.of();
    Process parent = start();
    while (kills < KILLS) {
      Thread.sleep(100 + random.nextInt(900));
      nothingIsLostOrRunAgain(seen);
      seen = records();
      if (!parent.isAlive()) {
        // Else runs end without any result, and there would be nothing to kill for ever.
        assertThat(seen.values()).as(printed()).anyMatch(FaultsTest::isFinal);
        for (Path file : seen.keySet()) {
          Files.delete(file);
        }
        seen = Map.of();
        parent = start();
        continue;
      }
      List<ProcessHandle> workers = parent.children().toList();
      if (!workers.isEmpty()) {
        kill(workers.get(random.nextInt(workers.size())).pid());
        kills++;
      }
    }
    parent.waitFor();
    assertThat(start().waitFor()).as(printed()).isZero();
    allIsThere();
  }

  @Test
  void parentsBesideOneAnotherShareTheWorkAndTakeOverFromTheDead() throws Exception {
    Process first = start();
    Process second = start();
    Process third = start();
    Thread.sleep(2500);
    assertThat(first.isAlive()).as(printed()).isTrue();
    kill(first.pid());
    assertThat(second.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(third.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(List.of(second.exitValue(), third.exitValue())).as(printed()).containsExactly(0, 0);
    int again = runsOf("end").size() - CELLS;
    assertThat(again).as("runs that ended without a record, of the two workers").isBetween(0, 2);
    assertThat(start().waitFor()).isZero();
    allIsThere();
    assertThat(printed()).contains("by other processes");
  }

  @Test
  void everyKindOfDamagedRecordIsToldAndRunAgain() throws Exception {
    assertThat(start().waitFor()).as(printed()).isZero();
    List<Path> files = new ArrayList<>(records().keySet());
    files.sort(null);
    Map<Path, String> before = records();
    List<String> kinds = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      Path file = files.get(i);
      String good = String.valueOf(before.remove(file));
      String bad =
          switch (i) {
            case 0 -> "";
            case 1 -> good.substring(0, good.length() / 2);
            case 2 -> good.replaceFirst("\"AP\" : 0\\.\\d", "\"AP\" : 0.0");
            case 3 -> good + "x";
            case 4 -> good.replaceFirst("\"digest\" : \"[0-9a-f]+\",", "");
            case 5 -> String.valueOf(before.get(files.get(20)));
            case 6 -> "\u0000".repeat(good.length());
            case 7 -> " ".repeat(17 << 20);
            default -> good.replace("\"seed\"", "\"sead\"");
          };
      if (bad.equals(good)) { // the digit was a zero
        bad = good.replaceFirst("\"AP\" : 0\\.\\d", "\"AP\" : 0.9");
      }
      Files.writeString(file, bad);
      kinds.add(file.toString());
    }
    Files.delete(folder.resolve("printed"));
    assertThat(start().waitFor()).as(printed()).isZero();
    for (String kind : kinds) {
      assertThat(printed()).contains("unreadable record, runs again: " + kind + ": ");
    }
    assertThat(printed()).contains("34 cells: 25 done before, 9 completed");
    nothingIsLostOrRunAgain(before);
    allIsThere();
  }

  @Test
  void aStoreThatIsRemovedInTheMiddleIsMadeAgain() throws Exception {
    Process parent = start();
    while (records().size() < 5) {
      Thread.sleep(50);
      assertThat(parent.isAlive()).as(printed()).isTrue();
    }
    Process rm = new ProcessBuilder("rm", "-rf", runs.toString()).start();
    rm.waitFor();
    assertThat(parent.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(start().waitFor()).as(printed()).isZero();
    // Not their adapters: one may have come before its folder went, and its record after.
    assertThat(new RunStore(runs).all())
        .hasSize(CELLS)
        .allMatch(record -> record.outcome() == RunRecord.Outcome.COMPLETED);
  }

  /** As one that is full does, a temporary folder that is not there takes no file. */
  @Test
  void aTemporaryFolderThatTakesNothingIsNamedAndBlamesNoRun() throws Exception {
    Path nowhere = folder.resolve("nowhere");
    Process run = start(Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + nowhere));
    assertThat(run.waitFor()).as(printed()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(printed())
        .contains("34 cells: 0 done before, 34 completed")
        .contains("temporary folder " + nowhere + ", which has 0 bytes free");
    assertThat(start().waitFor()).as(printed()).isZero();
    allIsThere();
  }

  /** A small disk of its own, which needs the superuser of a machine that lets him mount. */
  @Test
  void aFullDiskStopsEverythingAndWithRoomTheSameCommandGoesOn() throws Exception {
    Files.createDirectories(runs);
    assumeTrue(
        ask("mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", runs.toString()) == 0,
        "this user may not mount a small disk: skipped");
    try {
      assertThat(start().waitFor()).as(printed()).isEqualTo(ExitCode.USER_ERROR);
      assertThat(printed()).contains(runs.toString()).contains("No space left on device");
      Map<Path, String> before = records();
      assertThat(before.values()).anyMatch(FaultsTest::isFinal).allMatch(FaultsTest::isFinal);
      assertThat(ask("mount", "-o", "remount,size=100m", runs.toString())).isZero();
      assertThat(start().waitFor()).as(printed()).isZero();
      nothingIsLostOrRunAgain(before);
      allIsThere();
    } finally {
      ask("umount", runs.toString());
    }
  }

  /** Exit code of a command of the system; 127 if there is none. */
  private static int ask(String... line) throws InterruptedException {
    try {
      return new ProcessBuilder(line)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      return 127;
    }
  }

  /** Not of a superuser, who may write anywhere. */
  @Test
  void aStoreThatCannotBeWrittenIsNamedAndOneThatIsCompleteIsReported() throws Exception {
    assertThat(start().waitFor()).as(printed()).isZero();
    try {
      for (String mode : List.of("a-w", "u+w")) {
        new ProcessBuilder("chmod", "-R", mode, runs.toString()).start().waitFor();
        if (mode.equals("a-w")) {
          assumeTrue(!Files.isWritable(runs), "this user may write anywhere: skipped");
          assertThat(start().waitFor()).as("nothing is to be written").isZero();
          int code = start("--seeds", "40").waitFor();
          assertThat(code).isEqualTo(ExitCode.USER_ERROR);
          assertThat(printed()).contains(runs.toString());
        }
      }
    } finally {
      new ProcessBuilder("chmod", "-R", "u+w", runs.toString()).start().waitFor();
    }
  }
}
