package org.sdptbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.testing.FakeRecords;
import org.sdptbench.reports.file.ProcessId;
import org.sdptbench.reports.file.WholeFile;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecordJson;

class LeftoversTest {
  private final RunStore store;
  private final String gone;
  private final String far = "0123456789ab-7-1";

  LeftoversTest(@TempDir Path folder) throws Exception {
    store = new RunStore(folder.resolve("runs"));
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    gone = new ProcessId(ProcessId.own().place(), ended.pid(), 1).text();
  }

  private static RunRecord record(long seed, Outcome outcome) {
    Cell cell =
        new Cell(
            "glip-mini",
            new RunRecord.Method("full", "Full", new TreeMap<>()),
            Cell.task("picto-coco", 0),
            new TreeMap<>(),
            seed,
            new TreeMap<>(),
            1);
    return FakeRecords.of(cell, outcome, "why", 1);
  }

  private Path write(String place, String text) throws Exception {
    Path file = store.root().resolve(place);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void whatADeadProcessLeftGoesAndALivingOnesStays() throws Exception {
    String own = ProcessId.own().text();
    RunRecord kept = store.put(record(1, Outcome.DIVERGED));
    String ab = kept.cell().substring(0, 2) + "/";
    Path half = write(ab + "." + kept.cell() + ".json." + gone + ".00000001.tmp", "{\"ver");
    Path picture = write("pictures/a/.1.png." + gone + ".00000002.tmp", "pix");
    Path adapter = write(ab + ".x.adapter." + gone + ".00000003.tmp/base/f.json", "{}");
    Path claim = write(ab + kept.cell() + ".claim-0", gone + ".00000004");
    Path presence = write(".processes/" + gone + ".00000004.json", "{}");
    Path work = write(".work/" + gone + ".00000004/worker-0/cell.json", "{}");
    Path lock = write(".lock", "");
    Path living = write(ab + ".y.json." + own + ".00000005.tmp", "{");
    Path farClaim = write(ab + "0".repeat(64) + ".claim-0", far + ".00000006");
    Path log = write(ab + kept.cell() + ".log", "said");

    Leftovers.Found found = new Leftovers(store).clean();

    assertThat(found.removed()).hasSize(7);
    assertThat(half).doesNotExist();
    assertThat(picture).doesNotExist();
    assertThat(adapter.resolveSibling("..").normalize()).doesNotExist();
    assertThat(claim).doesNotExist();
    assertThat(presence).doesNotExist();
    assertThat(work.resolveSibling("..").normalize()).doesNotExist();
    assertThat(lock).doesNotExist();
    assertThat(found.kept()).containsExactlyInAnyOrder(living, farClaim);
    assertThat(log).exists();
    assertThat(store.done(kept.cell())).contains(kept);
    assertThat(new Leftovers(store).clean().removed()).isEmpty();
  }

  /** Killed between the writing of a record and its name, or while an accident gave way. */
  @Test
  void aWholeRecordWithoutItsNameGetsItUnlessAFinalOneHasIt() throws Exception {
    RunRecord whole = record(1, Outcome.DIVERGED);
    RunRecord late = record(2, Outcome.DIVERGED);
    RunRecord accident = record(3, Outcome.CRASHED);
    RunRecord first =
        store.put(
            FakeRecords.withProvenance(
                late, FakeRecords.moved(record(1, Outcome.COMPLETED)).provenance()));
    for (RunRecord record : new RunRecord[] {whole, late, accident}) {
      String name = "." + record.cell() + ".json." + gone + ".00000001.tmp";
      write(record.cell().substring(0, 2) + "/" + name, RunRecordJson.toJson(record));
    }
    Leftovers.Found found = new Leftovers(store).clean();
    assertThat(found.recovered()).containsExactly(store.file(whole.cell()));
    assertThat(found.removed()).hasSize(3);
    assertThat(store.done(whole.cell())).contains(whole);
    assertThat(store.done(late.cell())).contains(first);
    assertThat(store.get(accident.cell())).isInstanceOf(RunStore.Entry.Missing.class);
  }

  @Test
  void ofOtherMachinesItGoesOnceTheyHaveBeenSilentForLong() throws Exception {
    Path claim = write("ab/ab" + "0".repeat(62) + ".claim-0", far + ".00000006");
    Path presence = write(".processes/" + far + ".00000006.json", "{\"beat\":\"3\"}");
    try (Presence own = Presence.begin(store.root(), Duration.ofHours(1))) {
      long[] now = {0};
      Claims claims = new Claims(store.root(), own, () -> now[0], Duration.ofSeconds(90));
      assertThat(new Leftovers(store).clean(claims).removed()).isEmpty();
      assertThat(claim).exists();
      now[0] = Duration.ofSeconds(91).toNanos();
      assertThat(new Leftovers(store).clean(claims).removed())
          .containsExactlyInAnyOrder(claim, presence);
      assertThat(Presence.file(store.root(), own.name())).exists();
    }
  }

  @Test
  void aTemporaryNameTellsItsProcess() {
    Path file = WholeFile.temporary(store.root().resolve("a.b.json"));
    assertThat(WholeFile.writer(file)).contains(ProcessId.own());
    assertThat(WholeFile.writer(store.root().resolve(".a.tmp"))).isEmpty();
    assertThat(WholeFile.writer(store.root().resolve("a.json"))).isEmpty();
  }
}
