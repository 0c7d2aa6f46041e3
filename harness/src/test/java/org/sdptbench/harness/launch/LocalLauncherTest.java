package org.sdptbench.harness.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellJson;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.Claims;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Presence;
import org.sdptbench.harness.run.Presence.Owner;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.WorkerEvent;
import org.sdptbench.harness.run.WorkerTask;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.testing.FakeCellRunner;
import org.sdptbench.harness.testing.FakeMain;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;

/** With real worker processes. */
@Timeout(120)
class LocalLauncherTest {
  private static final WorkerCommand COMMAND =
      new WorkerCommand(FakeMain.class.getName(), "48m", List.of("worker", "--commit", "abc"));

  private final Path folder;

  private final Log log = new Log();
  private boolean failFast;

  LocalLauncherTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Cell cell(long seed, long steps) {
    return new Cell(
        "glip-mini",
        new RunRecord.Method("full", "Full", new TreeMap<>()),
        Cell.task("picto-odinw13/Aquarium", 0),
        new TreeMap<>(Map.of("steps", steps, "batchSize", 1L)),
        seed,
        new TreeMap<>(Map.of("weights:glip-mini", "d")),
        1);
  }

  private LocalLauncher launcher(int workers, Duration timeout, Optional<Duration> budget) {
    return new LocalLauncher(
        COMMAND,
        new RunStore(folder.resolve("runs")),
        new LaunchOptions(workers, Optional.of(timeout), budget, failFast),
        new CellTimes(
            new Scale.Estimate(0.001, 0.5), FakeVocabulary.create(false).datasets(), List.of()),
        new Environment.Code("abc", false),
        log);
  }

  /** How many completed, and what else. */
  private static LaunchResult result(int cached, int completed, int dropped, Outcome... others) {
    Map<Outcome, Integer> ended = new EnumMap<>(Outcome.class);
    if (completed > 0) {
      ended.put(Outcome.COMPLETED, completed);
    }
    for (Outcome other : others) {
      ended.merge(other, 1, Integer::sum);
    }
    return new LaunchResult(cached, 0, ended, 0, dropped);
  }

  private RunRecord record(Cell cell) {
    if (new RunStore(folder.resolve("runs")).get(cell.id())
        instanceof RunStore.Entry.Present present) {
      return present.record();
    }
    throw new AssertionError("no record of " + cell.describe());
  }

  @Test
  @Tag("slow")
  void eachAccidentCostsItsCellOnlyAndRunsAgain() throws Exception {
    List<Cell> cells =
        List.of(
            cell(0, 300),
            cell(FakeCellRunner.FAILS, 0),
            cell(FakeCellRunner.CRASHES, 0),
            cell(FakeCellRunner.EATS_MEMORY, 0),
            cell(FakeCellRunner.LIES, 0),
            cell(FakeCellRunner.DIVERGES, 0),
            cell(1, 0));
    LaunchResult result = launcher(2, Duration.ofMinutes(1), Optional.empty()).run(cells);
    assertThat(result)
        .isEqualTo(
            result(
                0,
                2,
                0,
                Outcome.DIVERGED,
                Outcome.INVALID,
                Outcome.CRASHED,
                Outcome.OUT_OF_MEMORY,
                Outcome.CRASHED));
    assertThat(cells)
        .extracting(c -> record(c).outcome())
        .containsExactly(
            Outcome.COMPLETED,
            Outcome.INVALID,
            Outcome.CRASHED,
            Outcome.OUT_OF_MEMORY,
            Outcome.CRASHED,
            Outcome.DIVERGED,
            Outcome.COMPLETED);
    assertThat(record(cells.get(1)).message()).isEqualTo("images/7.png: not a PNG file");
    assertThat(record(cells.get(2)).message())
        .contains("exit status 134 (aborted in native code)")
        .contains("c10::Error")
        .contains("what a library prints before it aborts");
    assertThat(record(cells.get(3)).message())
        .contains("the Java heap of the worker was full (--heap)");
    assertThat(record(cells.get(4)).message()).contains("the record of another cell, 000");
    RunRecord done = record(cells.get(0));
    assertThat(done.provenance().tensorThreads()).isEqualTo(1);
    assertThat(done.provenance().commit()).isEqualTo("abc");
    assertThat(done.cost().totalSeconds()).isBetween(0.3, 60.0);
    assertThat(log.lines).contains("started 0", "at 0 training", "curve 0", "finished 0");

    LaunchResult again = launcher(2, Duration.ofMinutes(1), Optional.empty()).run(cells);
    assertThat(again)
        .as("diverged is final, accidents are not")
        .isEqualTo(
            result(
                3, 0, 0, Outcome.INVALID, Outcome.CRASHED, Outcome.OUT_OF_MEMORY, Outcome.CRASHED));
    assertThat(log.lines.stream().filter(line -> line.startsWith("retried ")))
        .as("luck twice, want of memory once, what is certain never; in each of the two runs")
        .containsExactlyInAnyOrder(
            Stream.of(102, 102, 105, 106, 106, 102, 102, 105, 106, 106)
                .map(seed -> "retried " + seed)
                .toArray(String[]::new));
  }

  /** Whoever ends a worker is named, and once he lets it be, the run goes on. */
  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT", "KILL"})
  @Tag("slow")
  void aWorkerThatIsEndedFromOutsideIsCancelledAndTriedAgainTwice(String signal) throws Exception {
    List<Cell> cells = List.of(cell(FakeCellRunner.HANGS, 0), cell(1, 0));
    LocalLauncher launcher = launcher(1, Duration.ofMinutes(1), Optional.empty());
    CompletableFuture<LaunchResult> run = start(launcher, cells);
    for (int attempt = 0; attempt < 3; attempt++) {
      log.awaitHanging();
      for (ProcessHandle worker : ProcessHandle.current().children().toList()) {
        new ProcessBuilder("kill", "-" + signal, Long.toString(worker.pid())).start().waitFor();
      }
    }
    LaunchResult result = run.get(30, TimeUnit.SECONDS);
    assertThat(result).isEqualTo(result(0, 1, 0, Outcome.CANCELLED));
    assertThat(result.isClean()).isFalse();
    assertThat(record(cells.get(0)).outcome()).isEqualTo(Outcome.CANCELLED);
    assertThat(record(cells.get(0)).message()).isEqualTo("ended from outside by SIG" + signal);
    assertThat(record(cells.get(1)).outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(log.lines).containsSubsequence("retried 103", "finished 1", "retried 103");
  }

  /** Each cell once, by one of them; the record of each is the other's too. */
  @Test
  @Tag("slow")
  void threeParentsOnOneStoreShareTheWork() throws Exception {
    List<Cell> cells = new ArrayList<>();
    for (long seed = 0; seed < 12; seed++) {
      cells.add(cell(seed, 300));
    }
    cells.add(cell(FakeCellRunner.FAILS, 300));
    List<CompletableFuture<LaunchResult>> runs = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      runs.add(start(launcher(1, Duration.ofMinutes(1), Optional.empty()), cells));
    }
    int completed = 0;
    int elsewhere = 0;
    for (CompletableFuture<LaunchResult> run : runs) {
      LaunchResult result = run.get(100, TimeUnit.SECONDS);
      completed += result.count(Outcome.COMPLETED);
      elsewhere += result.elsewhere();
      assertThat(result.count(Outcome.INVALID)).as("each knows how it ended").isEqualTo(1);
      assertThat(result.dropped() + result.cached()).isZero();
    }
    assertThat(completed).isEqualTo(12);
    assertThat(elsewhere).isEqualTo(24);
    assertThat(log.lines.stream().filter(line -> line.startsWith("started ")))
        .hasSize(13)
        .doesNotHaveDuplicates();
    try (Stream<Path> left = Files.walk(folder.resolve("runs"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("claim") || name.endsWith(".tmp"));
    }
  }

  /** A claim of this very process, which lives, and of no other: who waits says for whom. */
  @Test
  void whoWaitsSaysForWhomAndTakesOverWhenTheOtherGivesBack() throws Exception {
    Cell cell = cell(0, 0);
    Path root = folder.resolve("runs");
    try (Presence other = Presence.begin(root, Presence.BEAT)) {
      Claims claims = new Claims(root, other, System::nanoTime, Claims.SILENCE);
      Claims.Answer.Granted granted = (Claims.Answer.Granted) claims.ask(cell.id());
      CompletableFuture<LaunchResult> run =
          start(launcher(1, Duration.ofMinutes(1), Optional.empty()), List.of(cell));
      while (log.lines.isEmpty()) {
        Thread.sleep(20);
      }
      assertThat(log.lines.get(0))
          .startsWith("waiting 0 process " + ProcessHandle.current().pid() + " on ");
      granted.claim().close();
      assertThat(run.get(60, TimeUnit.SECONDS)).isEqualTo(result(0, 1, 0));
    }
  }

  @Test
  void failFastStopsAtTheFirstRunWithoutAResult() throws Exception {
    failFast = true;
    List<Cell> cells = List.of(cell(0, 0), cell(FakeCellRunner.CRASHES, 0), cell(1, 0));
    assertThat(launcher(1, Duration.ofMinutes(1), Optional.empty()).run(cells))
        .isEqualTo(result(0, 1, 1, Outcome.CRASHED));
  }

  /** It is the fault of no cell, and the next one would fail as well. */
  @Test
  void aFullDiskIsNamedAndStopsEverything() {
    List<Cell> cells = List.of(cell(FakeCellRunner.FILLS_DISK, 0), cell(1, 0));
    assertThatThrownBy(() -> launcher(1, Duration.ofMinutes(1), Optional.empty()).run(cells))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no room for the files of Full on picto-odinw13/Aquarium, seed 108")
        .hasMessageContaining("No space left on device; " + System.getProperty("java.io.tmpdir"))
        .hasMessageContaining(" bytes free");
    assertThat(new RunStore(folder.resolve("runs")).file(cells.get(0).id())).doesNotExist();
    assertThat(new RunStore(folder.resolve("runs")).file(cells.get(1).id())).doesNotExist();
  }

  @Test
  void outOfMemoryInNativeCodeIsToldWithFiguresAndNotTriedAgainAlone() throws Exception {
    List<Cell> cells = List.of(cell(FakeCellRunner.ALLOCATES, 0), cell(1, 0));
    assertThat(launcher(1, Duration.ofMinutes(1), Optional.empty()).run(cells))
        .isEqualTo(result(0, 1, 0, Outcome.OUT_OF_MEMORY));
    assertThat(record(cells.get(0)).message())
        .matches(
            "DefaultCPUAllocator: can't allocate memory: you tried to allocate 4000000000000 bytes."
                + ".*; this process had at most \\d+ bytes, \\d+ are available on the machine");
    assertThat(log.lines).noneMatch(line -> line.startsWith("retried"));
  }

  @Test
  void aRecordOfANewerProgramIsLeftAloneAndNamed() throws Exception {
    List<Cell> cells = List.of(cell(0, 0), cell(1, 0));
    RunStore store = new RunStore(folder.resolve("runs"));
    Path file = store.file(cells.get(0).id());
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"version\": 99, \"all\": \"else\"}");
    LaunchResult result = launcher(1, Duration.ofMinutes(1), Optional.empty()).run(cells);
    assertThat(result).isEqualTo(new LaunchResult(0, 0, Map.of(Outcome.COMPLETED, 1), 1, 0));
    assertThat(result.isClean()).isFalse();
    assertThat(file).hasContent("{\"version\": 99, \"all\": \"else\"}");
    assertThat(log.lines.get(0))
        .isEqualTo(
            "newer 0 "
                + file
                + ": format version 99 is newer than 3, the newest that this program reads");
  }

  private static CompletableFuture<LaunchResult> start(LocalLauncher launcher, List<Cell> cells) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return launcher.run(cells);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  @Tag("slow")
  void aCellThatHangsIsTimedOut() throws Exception {
    Cell cell = cell(FakeCellRunner.HANGS, 0);
    // By itself: on a busy machine a cell that does not hang may take as long.
    LaunchResult result = launcher(1, Duration.ofSeconds(3), Optional.empty()).run(List.of(cell));
    assertThat(result).isEqualTo(result(0, 0, 0, Outcome.TIMED_OUT));
    assertThat(record(cell).outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(record(cell).message()).contains("PT3S");
  }

  @Test
  void aWorkerRunsOneCellAfterAnother() throws Exception {
    List<Cell> cells = List.of(cell(0, 0), cell(1, 0), cell(2, 0));
    LaunchResult result = launcher(1, Duration.ofMinutes(1), Optional.empty()).run(cells);
    assertThat(result).isEqualTo(result(0, 3, 0));
    RunStore store = new RunStore(folder.resolve("runs"));
    List<Boolean> started = new ArrayList<>();
    for (Cell cell : cells) {
      started.add(Files.readString(store.log(cell.id())).contains("a native library might print"));
    }
    assertThat(started).as("the start of a process, by the cell's log").containsOnlyOnce(true);
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  /** What it said last is in the log of the failure; the next cell has a process of its own. */
  @Test
  void aWorkerWhoseCellFailedIsNotUsedAgain() throws Exception {
    List<Cell> cells = List.of(cell(FakeCellRunner.FAILS, 0), cell(1, 0));
    LaunchResult result = launcher(1, Duration.ofMinutes(1), Optional.empty()).run(cells);
    assertThat(result).isEqualTo(result(0, 1, 0, Outcome.INVALID));
    RunStore store = new RunStore(folder.resolve("runs"));
    assertThat(Files.readString(store.log(cells.get(0).id())))
        .contains("java.io.IOException: images/7.png: not a PNG file");
    assertThat(Files.readString(store.log(cells.get(1).id())))
        .isEqualTo("a line that a native library might print\n");
  }

  @Test
  void aWorkerThatHasWrittenItsRecordIsNotWaitedFor() throws Exception {
    Cell cell = cell(FakeCellRunner.LINGERS, 0);
    LaunchResult result = launcher(1, Duration.ofMinutes(1), Optional.empty()).run(List.of(cell));
    assertThat(result).isEqualTo(result(0, 1, 0));
    assertThat(record(cell).outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  @Tag("slow")
  void stoppingLosesNothingFinishedAndCountsNothingUnfinished() throws Exception {
    List<Cell> cells = List.of(cell(0, 0), cell(FakeCellRunner.HANGS, 0), cell(2, 0));
    LocalLauncher launcher = launcher(1, Duration.ofMinutes(1), Optional.empty());
    CompletableFuture<LaunchResult> run = start(launcher, cells);
    log.awaitHanging();
    launcher.stop();
    assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(result(0, 1, 2));
    RunStore store = new RunStore(folder.resolve("runs"));
    assertThat(store.get(cells.get(1).id())).isInstanceOf(RunStore.Entry.Missing.class);
    assertThat(store.all()).extracting(RunRecord::seed).containsExactly(0L);
  }

  @Test
  @Tag("slow")
  void aBudgetStopsInTime() throws Exception {
    List<Cell> cells = List.of(cell(FakeCellRunner.HANGS, 0), cell(1, 1_000_000), cell(2, 0));
    long start = System.nanoTime();
    LaunchResult result =
        launcher(1, Duration.ofMinutes(1), Optional.of(Duration.ofSeconds(4))).run(cells);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    assertThat(result).isEqualTo(result(0, 0, 3));
  }

  @Test
  void aDamagedRecordIsReportedAndRunAgain() throws Exception {
    Cell cell = cell(0, 0);
    RunStore store = new RunStore(folder.resolve("runs"));
    Files.createDirectories(store.file(cell.id()).getParent());
    Files.writeString(store.file(cell.id()), "{\"version\": 1");
    assertThat(launcher(1, Duration.ofMinutes(1), Optional.empty()).run(List.of(cell)))
        .isEqualTo(result(0, 1, 0));
    assertThat(log.lines.get(0)).startsWith("damaged 0 " + store.file(cell.id()) + ": ");
    assertThat(record(cell).outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void aWorkerEndsWithItsParent() throws Exception {
    Path cellFile = folder.resolve("cell.json");
    new CellJson().write(cell(FakeCellRunner.HANGS, 0), cellFile);
    Process worker =
        new ProcessBuilder(COMMAND.line(0))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try {
      WorkerTask task =
          new WorkerTask(
              cellFile,
              folder.resolve("record.json"),
              folder.resolve("output"),
              folder.resolve("checkpoints"),
              folder.resolve("runs"));
      worker.outputWriter().append(task.encode()).append('\n').flush();
      assertThat(worker.waitFor(2, TimeUnit.SECONDS)).as("it runs while its parent does").isFalse();
      worker.getOutputStream().close();
      assertThat(worker.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(worker.exitValue()).isEqualTo(143);
    } finally {
      worker.destroyForcibly();
    }
  }

  private static final class Log implements LaunchListener {
    final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    final Semaphore hanging = new Semaphore(0);

    void awaitHanging() throws InterruptedException {
      assertThat(hanging.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void cached(Cell cell, RunRecord record) {
      lines.add("cached " + cell.seed());
    }

    @Override
    public void damaged(Cell cell, String reason) {
      lines.add("damaged " + cell.seed() + " " + reason);
    }

    @Override
    public void newer(Cell cell, String reason) {
      lines.add("newer " + cell.seed() + " " + reason);
    }

    @Override
    public void elsewhere(Cell cell, RunRecord record) {
      lines.add("elsewhere " + cell.seed());
    }

    @Override
    public void waiting(Cell cell, Owner owner) {
      lines.add("waiting " + cell.seed() + " " + owner);
    }

    @Override
    public void retried(Cell cell, RunRecord record) {
      lines.add("retried " + cell.seed());
    }

    @Override
    public void started(Cell cell) {
      lines.add("started " + cell.seed());
    }

    @Override
    public void progress(Cell cell, WorkerEvent event) {
      if (event instanceof WorkerEvent.At at) {
        lines.add("at " + cell.seed() + " " + at.phase());
      } else {
        lines.add("curve " + cell.seed());
        if (cell.seed() == FakeCellRunner.HANGS) {
          hanging.release();
        }
      }
    }

    @Override
    public void finished(Cell cell, RunRecord record) {
      lines.add("finished " + cell.seed());
    }

    @Override
    public void dropped(Cell cell) {
      lines.add("dropped " + cell.seed());
    }
  }
}
