package org.sdptbench.harness.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.launch.CellQueue.Claimed;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.Claims;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Presence;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.TrainedBases;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.reports.record.RunRecord;

class CellQueueTest {
  private static final RunRecord.Task OLD = Cell.task("picto-coco", 0);

  private static Cell cell(String method, String base) {
    RunRecord.Method below = new RunRecord.Method(base, base, new TreeMap<>());
    return new Cell(
        "glip-mini",
        new RunRecord.Method(method, method, new TreeMap<>()),
        Cell.task("picto-odinw13/Aquarium", 0),
        new RunRecord.Base(below, OLD, new TreeMap<>(), method.equals(base)),
        List.of(),
        new TreeMap<>(),
        0,
        new TreeMap<>(),
        1);
  }

  private static CellQueue queue(List<Cell> cells, RunStore store, Presence presence) {
    LaunchListener listener = new LaunchListener() {};
    CellTimes times =
        new CellTimes(new Scale.Estimate(1, 1), FakeVocabulary.create(false).datasets(), List.of());
    return new CellQueue(
        cells,
        new Claims(store.root(), presence, System::nanoTime, Claims.SILENCE),
        new TrainedBases(store),
        new Outcomes(store, times, Environment.Code.UNKNOWN, listener),
        listener);
  }

  @Test
  void whatTwoCellsTrainFirstOneTrains(@TempDir Path folder) throws Exception {
    RunStore store = new RunStore(folder.resolve("runs"));
    Cell first = cell("sdpt", "lora");
    Cell second = cell("lora", "lora");
    Cell other = cell("sdpt", "bitfit");
    Path adapter = Files.createDirectories(folder.resolve("adapter"));
    Files.writeString(adapter.resolve("values"), "1");
    try (Presence here = Presence.begin(store.root(), Duration.ofDays(1));
        Presence there = Presence.begin(store.root(), Duration.ofDays(1))) {
      CellQueue queue = queue(List.of(first, second, other), store, here);
      Claimed training = queue.next().orElseThrow();
      assertThat(training.cell()).isEqualTo(first);
      assertThat(queue.next().map(Claimed::cell)).contains(other);
      assertThat(queue.next()).as("its base is being trained").isEmpty();
      assertThat(queue(List.of(second), store, there).next()).as("anywhere").isEmpty();
      // It is there before its cell has ended.
      new TrainedBases(store).keep(first.ofBase().orElseThrow().id(), adapter);
      assertThat(queue.await()).isTrue();
      Claimed taking = queue.next().orElseThrow();
      assertThat(taking.cell()).isEqualTo(second);
      assertThat(taking.base()).isEmpty();
    }
  }

  @Test
  void whereTheFirstCellLeavesNothingTheNextOneTrains(@TempDir Path folder) throws Exception {
    RunStore store = new RunStore(folder.resolve("runs"));
    try (Presence here = Presence.begin(store.root(), Duration.ofDays(1))) {
      CellQueue queue = queue(List.of(cell("sdpt", "lora"), cell("lora", "lora")), store, here);
      Claimed training = queue.next().orElseThrow();
      assertThat(queue.next()).isEmpty();
      training.claim().close();
      training.closeBase();
      assertThat(queue.await()).isTrue();
      Optional<Claimed> next = queue.next();
      assertThat(next.map(Claimed::cell)).contains(cell("lora", "lora"));
      assertThat(next.orElseThrow().base()).isPresent();
    }
  }
}
