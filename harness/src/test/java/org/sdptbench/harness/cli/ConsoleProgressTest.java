package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.launch.LaunchResult;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.WorkerEvent;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.testing.FakeRecords;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.reports.record.RunRecord;

class ConsoleProgressTest {
  private final StringWriter text = new StringWriter();
  private final AtomicLong clock = new AtomicLong();

  // 10 s each by the guess
  private static Cell cell(long seed) {
    return new Cell(
        "glip-mini",
        new RunRecord.Method("sdpt", "SDPT", new TreeMap<>()),
        Cell.task("odinw/Aquarium", 3),
        new TreeMap<>(Map.of("steps", 9L, "batchSize", 1L)),
        seed,
        new TreeMap<>(),
        1);
  }

  private ConsoleProgress progress(boolean live, int width, int workers, Cell... cells) {
    CellTimes times =
        new CellTimes(new Scale.Estimate(1, 1), FakeVocabulary.create(false).datasets(), List.of());
    return new ConsoleProgress(
        new PrintWriter(text, true),
        live,
        width,
        clock::get,
        List.of(cells),
        times,
        workers,
        ExperimentTables.none());
  }

  private void sleep(double seconds) {
    clock.addAndGet((long) (seconds * 1e9));
  }

  @Test
  void theTimeLeftFollowsTheCellsAndTheirPace() {
    ConsoleProgress progress = progress(false, 80, 2, cell(0), cell(1), cell(2), cell(3));
    assertThat(progress.status()).isEqualTo("0/4 done, about 20 s left");
    progress.started(cell(0));
    sleep(4);
    assertThat(progress.status()).startsWith("0/4 done, about 18 s left");
    // a fifth in 4 s: 16 s more for this cell, 10 s for each of three others, two workers
    progress.progress(cell(0), new WorkerEvent.At(0.2, "training"));
    assertThat(progress.status())
        .isEqualTo(
            "0/4 done, about 23 s left | SDPT on odinw/Aquarium, 3 shots, seed 0: training 20 %");
    progress.tick();
    assertThat(text.toString()).endsWith("training 20 %\n");
  }

  @Test
  void whileACellRunsSomeTimeIsLeft() {
    ConsoleProgress progress = progress(false, 80, 1, cell(0));
    progress.started(cell(0));
    sleep(9.8);
    assertThat(progress.status()).startsWith("0/1 done, about 1 s left");
    sleep(5.2);
    assertThat(progress.status()).as("nothing known: as long again").contains("about 15 s left");
    progress.progress(cell(0), new WorkerEvent.At(0.05, "training"));
    assertThat(progress.status()).as("a twentieth in 15 s").contains("about 5 min left");
    progress.progress(cell(0), new WorkerEvent.At(1, "testing"));
    assertThat(progress.status()).contains("about 1 s left");
  }

  @Test
  void aTerminalHasOneLiveLineThatFits() {
    ConsoleProgress progress = progress(true, 30, 1, cell(0));
    progress.tick();
    assertThat(text.toString()).as("nothing runs, nothing to say").isEmpty();
    progress.started(cell(0));
    progress.tick();
    assertThat(text.toString()).isEqualTo("\r\u001b[K0/1 done, about 10 s left | S");
  }

  @Test
  void endsAreTold() {
    ConsoleProgress progress = progress(false, 80, 1, cell(0), cell(1), cell(2));
    progress.cached(cell(0), FakeRecords.of(cell(0), RunRecord.Outcome.DIVERGED, "", 1));
    progress.started(cell(1));
    sleep(75);
    progress.finished(
        cell(1),
        FakeRecords.of(cell(1), RunRecord.Outcome.TIMED_OUT, "stopped at its limit\nand more", 1));
    progress.summary(
        new LaunchResult(
            1, 2, Map.of(RunRecord.Outcome.TIMED_OUT, 1, RunRecord.Outcome.CANCELLED, 3), 1, 1));
    progress.stopped(true);
    assertThat(text.toString())
        .isEqualTo(
            """
            1 of 3 cells are done already
            [2/3] SDPT on odinw/Aquarium, 3 shots, seed 1: timed-out, stopped at its limit (75 s)
            3 cells: 1 done before, 0 completed, 1 timed-out, 3 cancelled (they run again next time), 2 by other processes, 1 left alone, of a newer program, 1 not run
            Stopped: 2 of 3 cells are done, nothing finished is lost. The same command goes on.
            """);
  }

  @Test
  void durationsAreReadAndWrittenAsPeopleDo() {
    Durations durations = new Durations();
    assertThat(durations.convert("90s")).isEqualTo(Duration.ofSeconds(90));
    assertThat(durations.convert("1h30m")).isEqualTo(Duration.ofMinutes(90));
    assertThat(Durations.rough(42.4)).isEqualTo("42 s");
    assertThat(Durations.rough(200)).isEqualTo("3 min");
    assertThat(Durations.rough(2 * 3600)).isEqualTo("2 h 0 min");
  }
}
