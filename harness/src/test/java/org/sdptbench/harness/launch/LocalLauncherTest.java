package org.sdptbench.harness.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellJson;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.Environment;
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
        new LaunchOptions(workers, timeout, budget),
        new CellTimes(
            new Scale.Estimate(0.001, 0.5), FakeVocabulary.create(false).datasets(), List.of()),
        new Environment.Code("abc", false),
        log);
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
    assertThat(result).isEqualTo(new LaunchResult(0, 2, 1, 4, 0));
    assertThat(cells)
        .extracting(c -> record(c).outcome())
        .containsExactly(
            Outcome.COMPLETED,
            Outcome.FAILED,
            Outcome.CRASHED,
            Outcome.CRASHED,
            Outcome.CRASHED,
            Outcome.DIVERGED,
            Outcome.COMPLETED);
    assertThat(record(cells.get(1)).message()).isEqualTo("images/7.png: not a PNG file");
    assertThat(record(cells.get(2)).message())
        .contains("exit status 134 (aborted in native code)")
        .contains("c10::Error")
        .contains("what a library prints before it aborts");
    assertThat(record(cells.get(3)).message()).contains("exit status 3 (out of Java heap)");
    assertThat(record(cells.get(4)).message()).contains("the record of another cell, 000");
    RunRecord done = record(cells.get(0));
    assertThat(done.provenance().tensorThreads()).isEqualTo(1);
    assertThat(done.provenance().commit()).isEqualTo("abc");
    assertThat(done.cost().totalSeconds()).isBetween(0.3, 60.0);
    assertThat(log.lines).contains("started 0", "at 0 training", "curve 0", "finished 0");

    LaunchResult again = launcher(2, Duration.ofMinutes(1), Optional.empty()).run(cells);
    assertThat(again)
        .as("diverged is final, accidents are not")
        .isEqualTo(new LaunchResult(3, 0, 0, 4, 0));
  }

  @Test
  @Tag("slow")
  void aWorkerThatIsKilledCostsItsCellOnly() throws Exception {
    List<Cell> cells = List.of(cell(FakeCellRunner.HANGS, 0), cell(1, 0));
    LocalLauncher launcher = launcher(1, Duration.ofMinutes(1), Optional.empty());
    CompletableFuture<LaunchResult> run = start(launcher, cells);
    assertThat(log.hanging.await(60, TimeUnit.SECONDS)).isTrue();
    ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);
    assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(new LaunchResult(0, 1, 0, 1, 0));
    assertThat(record(cells.get(0)).outcome()).isEqualTo(Outcome.CRASHED);
    assertThat(record(cells.get(0)).message()).contains("exit status 137 (killed");
    assertThat(record(cells.get(1)).outcome()).isEqualTo(Outcome.COMPLETED);
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
    assertThat(result).isEqualTo(new LaunchResult(0, 0, 0, 1, 0));
    assertThat(record(cell).outcome()).isEqualTo(Outcome.TIMED_OUT);
    assertThat(record(cell).message()).contains("PT3S");
  }

  @Test
  void aWorkerRunsOneCellAfterAnother() throws Exception {
    List<Cell> cells = List.of(cell(0, 0), cell(1, 0), cell(2, 0));
    LaunchResult result = launcher(1, Duration.ofMinutes(1), Optional.empty()).run(cells);
    assertThat(result).isEqualTo(new LaunchResult(0, 3, 0, 0, 0));
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
    assertThat(result).isEqualTo(new LaunchResult(0, 1, 0, 1, 0));
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
    assertThat(result).isEqualTo(new LaunchResult(0, 1, 0, 0, 0));
    assertThat(record(cell).outcome()).isEqualTo(Outcome.COMPLETED);
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  @Tag("slow")
  void stoppingLosesNothingFinishedAndCountsNothingUnfinished() throws Exception {
    List<Cell> cells = List.of(cell(0, 0), cell(FakeCellRunner.HANGS, 0), cell(2, 0));
    LocalLauncher launcher = launcher(1, Duration.ofMinutes(1), Optional.empty());
    CompletableFuture<LaunchResult> run = start(launcher, cells);
    assertThat(log.hanging.await(60, TimeUnit.SECONDS)).isTrue();
    launcher.stop();
    assertThat(run.get(30, TimeUnit.SECONDS)).isEqualTo(new LaunchResult(0, 1, 0, 0, 2));
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
    assertThat(result).isEqualTo(new LaunchResult(0, 0, 0, 0, 3));
  }

  @Test
  void aDamagedRecordIsReportedAndRunAgain() throws Exception {
    Cell cell = cell(0, 0);
    RunStore store = new RunStore(folder.resolve("runs"));
    Files.createDirectories(store.file(cell.id()).getParent());
    Files.writeString(store.file(cell.id()), "{\"version\": 1");
    assertThat(launcher(1, Duration.ofMinutes(1), Optional.empty()).run(List.of(cell)))
        .isEqualTo(new LaunchResult(0, 1, 0, 0, 0));
    assertThat(log.lines.get(0)).startsWith("damaged 0 " + store.file(cell.id()) + ": ");
    assertThat(record(cell).outcome()).isEqualTo(Outcome.COMPLETED);
  }

  @Test
  void aWorkerEndsWithItsParent() throws Exception {
    Path cellFile = folder.resolve("cell.json");
    new CellJson().write(cell(FakeCellRunner.HANGS, 0), cellFile);
    Process worker =
        new ProcessBuilder(COMMAND.line())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out").toFile())
            .start();
    try {
      WorkerTask task =
          new WorkerTask(cellFile, folder.resolve("record.json"), folder.resolve("output"));
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
    final CountDownLatch hanging = new CountDownLatch(1);

    @Override
    public void cached(Cell cell, RunRecord record) {
      lines.add("cached " + cell.seed());
    }

    @Override
    public void damaged(Cell cell, String reason) {
      lines.add("damaged " + cell.seed() + " " + reason);
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
          hanging.countDown();
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
