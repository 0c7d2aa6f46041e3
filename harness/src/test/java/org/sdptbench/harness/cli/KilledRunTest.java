package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sdptbench.harness.Main;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.testing.Program;
import org.sdptbench.reports.record.RunRecord;

/** The whole program on GLIP-mini, killed in the middle of a training. */
@Tag("slow")
class KilledRunTest {
  @TempDir private Path folder = Path.of("");

  /** Who is killed, and how. */
  private enum Kill {
    /** The parent, at once; its worker notices. */
    PARENT_KILL,
    /** The parent, which is asked to end. */
    PARENT_TERM,
    /** The worker, at once: the states of every second are left. */
    WORKER_KILL
  }

  private Process start(String out) throws IOException {
    Path home = Path.of("").toAbsolutePath().resolveSibling("");
    List<String> command =
        new ArrayList<>(
            List.of(
                "run",
                "comparison",
                "--experiments",
                home.resolve("experiments").toString(),
                "--methods",
                "bitfit",
                "--seeds",
                "0",
                "--workers",
                "1",
                "--checkpoint-every",
                "1s",
                "--out",
                folder.resolve(out).toString()));
    for (String setting :
        List.of(
            "task=picto-odinw13/Raccoon",
            "recipe.steps=40",
            "recipe.validateEvery=15",
            "recipe.validationImages=4",
            "recipe.testImages=4",
            "recipe.pictures=0",
            "recipe.bootstrap=0")) {
      command.addAll(List.of("--set", setting));
    }
    return Program.of(Main.class, command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(out + ".txt").toFile())
        .start();
  }

  private RunRecord record(String out) throws IOException {
    List<RunRecord> all = new RunStore(folder.resolve(out).resolve("runs")).all();
    assertThat(all).as(Files.readString(folder.resolve(out + ".txt"))).hasSize(1);
    return all.get(0);
  }

  @ParameterizedTest
  @EnumSource
  void theSameCommandGoesOnWithTheSameBits(Kill kill) throws Exception {
    Process undisturbed = start("whole");
    assertThat(undisturbed.waitFor(5, TimeUnit.MINUTES)).isTrue();
    RunRecord whole = record("whole");
    assertThat(whole.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);

    Process parent = start("killed");
    Path runs = folder.resolve("killed/runs");
    while (files(runs, "own.safetensors").isEmpty()) {
      assertThat(parent.isAlive()).as(Files.readString(folder.resolve("killed.txt"))).isTrue();
      Thread.sleep(50);
    }
    ProcessHandle worker = parent.children().findAny().orElseThrow();
    switch (kill) {
      case PARENT_KILL -> parent.destroyForcibly();
      case PARENT_TERM -> parent.destroy();
      case WORKER_KILL -> worker.destroyForcibly();
    }
    worker.onExit().get(2, TimeUnit.MINUTES);
    assertThat(parent.waitFor(5, TimeUnit.MINUTES)).isTrue();
    if (kill != Kill.WORKER_KILL) { // there, the parent itself tries again
      assertThat(files(runs, "own.safetensors")).hasSize(1);
      assertThat(start("killed").waitFor(5, TimeUnit.MINUTES)).isTrue();
    }
    assertThat(Files.readString(files(runs, ".log").get(0))).contains("goes on after step");
    RunRecord resumed = record("killed");
    assertThat(resumed.results()).isEqualTo(whole.results());
    assertThat(resumed.curve().stream().map(RunRecord.CurvePoint::loss))
        .containsExactlyElementsOf(whole.curve().stream().map(RunRecord.CurvePoint::loss).toList());
    assertThat(resumed.adapter()).as("digest of the adapter").isEqualTo(whole.adapter());
    assertThat(files(runs, "own.safetensors")).as("states of a run that ended").isEmpty();
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(f -> f.toString().endsWith(end)).toList();
    }
  }
}
