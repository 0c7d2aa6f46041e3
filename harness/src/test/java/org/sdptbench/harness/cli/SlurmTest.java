package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.testing.FakeMain;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.harness.testing.SlurmCluster;
import org.sdptbench.reports.record.RunRecord;

/** A plan on a real Slurm of three nodes on this machine, with runs that only pretend to train. */
@Tag("slow")
@Timeout(600)
class SlurmTest {
  private static final int CELLS = 34;

  private final Path folder;

  SlurmTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Process start(Path out, Map<String, String> environment, String... more)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakeMain.class.getName(),
                "run",
                "tiny",
                "--scale",
                "small",
                "--experiments",
                folder.resolve("experiments").toString(),
                "--out",
                out.toString(),
                "--heap",
                "48m"));
    line.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(printed(out).toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Path printed(Path out) {
    return out.resolveSibling(out.getFileName() + ".printed");
  }

  private static Map<String, Map<String, Double>> metrics(Path out) throws IOException {
    Map<String, Map<String, Double>> metrics = new TreeMap<>();
    for (RunRecord record : new RunStore(out.resolve("runs")).all()) {
      assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
      metrics.put(record.cell(), record.metrics());
    }
    return metrics;
  }

  @Test
  void aNodeThatDiesLosesNothingAndDoublesNothing() throws Exception {
    assumeTrue(SlurmCluster.isPossible(), "no slurmctld, slurmd and munged, or not root: skipped");
    Files.createDirectories(folder.resolve("experiments/scales"));
    Files.writeString(
        folder.resolve("experiments/scales/small.yaml"),
        Scales.SMALL.replace("secondsPerCell: 2", "secondsPerCell: 14"));
    Files.writeString(
        folder.resolve("experiments/tiny.yaml"),
        """
        name: tiny
        title: t
        question: q
        tasks: [odinw13]
        methods: [zero-shot, sdpt]
        seeds: 0..15
        recipe: {steps: 2000}
        """);
    Path profile = folder.resolve("profile.yaml");
    Files.writeString(profile, "{taskTime: 1m, memory: 1500M, partition: debug}\n");
    Path alone = folder.resolve("alone");
    Path out = folder.resolve("it's $(touch here) ; #");
    Path journal = Files.createFile(folder.resolve("journal"));
    int code = start(alone, Map.of()).waitFor();
    assertThat(code).as(Files.readString(printed(alone))).isZero();
    try (SlurmCluster cluster = SlurmCluster.start(folder.resolve("slurm"))) {
      Map<String, String> environment = new TreeMap<>(System.getenv());
      cluster.addTo(environment);
      environment.put("SDPTBENCH_FAKE_JOURNAL", journal.toString());
      Process run =
          start(out, environment, "--launcher", "slurm", "--slurm-profile", profile.toString());
      while (!runsOn(cluster, "n2") || Files.readString(journal).lines().count() < 8) {
        assertThat(run.isAlive()).as(Files.readString(printed(out))).isTrue();
        Thread.sleep(200);
      }
      System.out.println(cluster.ask("squeue", "--array"));
      cluster.kill("n2");
      System.out.println("n2 is killed\n" + cluster.ask("squeue", "--array"));
      boolean ended = run.waitFor(8, TimeUnit.MINUTES);
      System.out.println(Files.readString(printed(out)));
      assertThat(ended).isTrue();
      if (run.exitValue() != 0) { // a task that told of its end before its node was lost
        assertThat(Files.readString(printed(out))).contains("the same command goes on");
        Process again =
            start(out, environment, "--launcher", "slurm", "--slurm-profile", profile.toString());
        assertThat(again.waitFor(8, TimeUnit.MINUTES)).isTrue();
        assertThat(again.exitValue()).as(Files.readString(printed(out))).isZero();
      }
    }
    assertThat(metrics(out)).hasSize(CELLS).isEqualTo(metrics(alone));
    List<String> ends =
        Files.readAllLines(journal).stream().filter(line -> line.startsWith("end ")).toList();
    assertThat(ends.size())
        .as("the one that was killed may have come to its end")
        .isBetween(34, 35);
    assertThat(folder.resolve("here")).doesNotExist();
    assertThat(out.resolve("report.pdf")).isNotEmptyFile();
  }

  private static boolean runsOn(SlurmCluster cluster, String node) throws Exception {
    return !cluster.ask("squeue", "--noheader", "--states=RUNNING", "--nodelist=" + node).isBlank();
  }
}
