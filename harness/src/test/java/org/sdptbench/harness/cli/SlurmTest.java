package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.Main;
import org.sdptbench.harness.run.RecordDifferences;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.testing.FakeMain;
import org.sdptbench.harness.testing.Program;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.harness.testing.SlurmCluster;
import org.sdptbench.reports.record.RunRecord;

/** Plans on a real Slurm of three nodes on this machine. */
@Tag("slow")
@Timeout(600)
class SlurmTest {
  private static final int CELLS = 34;

  private final Path folder;
  private final Path journal;
  private final Map<String, String> environment = new TreeMap<>(System.getenv());

  SlurmTest(@TempDir Path folder) {
    this.folder = folder;
    this.journal = folder.resolve("journal");
  }

  @BeforeEach
  void writeSpecs() throws IOException {
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
    Files.createFile(journal);
    environment.put("SDPTBENCH_FAKE_JOURNAL", journal.toString());
  }

  private SlurmCluster cluster(Map<String, String> settings) throws Exception {
    SlurmCluster cluster = SlurmCluster.start(folder.resolve("slurm"), settings);
    cluster.addTo(environment);
    return cluster;
  }

  /** Runs that only pretend to train. */
  private Process pretend(Path out, String... more) throws IOException {
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
                out.toString(),
                "--heap",
                "48m"));
    line.addAll(List.of(more));
    return start(FakeMain.class, out, line);
  }

  /** Two short runs of GLIP-mini. */
  private Process real(Path out, String... more) throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "run",
                "comparison",
                "--experiments",
                Scales.experiments().toAbsolutePath().normalize().toString(),
                "--methods",
                "linear-probe,bitfit",
                "--seeds",
                "0",
                "--checkpoint-every",
                "1s",
                "--out",
                out.toString()));
    for (String setting :
        List.of(
            "task=picto-odinw13/Raccoon",
            "recipe.steps=40",
            "recipe.validateEvery=15",
            "recipe.validationImages=4",
            "recipe.testImages=4",
            "recipe.pictures=1",
            "recipe.bootstrap=2")) {
      line.addAll(List.of("--set", setting));
    }
    line.addAll(List.of(more));
    return start(Main.class, out, line);
  }

  private Process start(Class<?> main, Path out, List<String> line) throws IOException {
    ProcessBuilder builder =
        Program.of(main, line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(file(out).toFile()));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static Path file(Path out) {
    return out.resolveSibling(out.getFileName() + ".printed");
  }

  private static String printed(Path out) throws IOException {
    return Files.readString(file(out));
  }

  private Path profile(String yaml) throws IOException {
    return Files.writeString(folder.resolve("profile.yaml"), yaml);
  }

  /** What {@code status} says, and its exit code in front. */
  private String status(Path out) throws Exception {
    ProcessBuilder builder =
        Program.of(Main.class, List.of("status", "--out", out.toString()))
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + "\n" + said;
  }

  private static Map<String, RunRecord> records(Path out) throws IOException {
    Map<String, RunRecord> records = new TreeMap<>();
    for (RunRecord record : new RunStore(out.resolve("runs")).all()) {
      assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
      records.put(record.cell(), record);
    }
    return records;
  }

  private static Map<String, Map<String, Double>> metrics(Path out) throws IOException {
    Map<String, Map<String, Double>> metrics = new TreeMap<>();
    records(out).forEach((cell, record) -> metrics.put(cell, record.metrics()));
    return metrics;
  }

  /** The jobs of the only call. */
  private static List<String> jobs(Path out) throws IOException {
    try (Stream<Path> calls = Files.list(out.resolve("slurm"))) {
      return Files.readAllLines(calls.findAny().orElseThrow().resolve("jobs"));
    }
  }

  @Test
  void aNodeThatDiesLosesNothingAndDoublesNothing() throws Exception {
    Path profile = profile("{taskTime: 10m, memory: 1500M, partition: debug}\n");
    Path alone = folder.resolve("alone");
    Path out = folder.resolve("it's $(touch here) ; #");
    int code = pretend(alone).waitFor();
    assertThat(code).as(printed(alone)).isZero();
    Files.writeString(journal, "");
    try (SlurmCluster cluster = cluster(Map.of("MaxArraySize=10001", "MaxArraySize=4"))) {
      Process run = pretend(out, "--launcher", "slurm", "--slurm-profile", profile.toString());
      while (!runsOn(cluster, "n2") || Files.readString(journal).lines().count() < 8) {
        assertThat(run.isAlive()).as(printed(out)).isTrue();
        Thread.sleep(200);
      }
      assertThat(jobs(out)).as("tasks of three cells in arrays of four, and the report").hasSize(4);
      System.out.println(cluster.ask("squeue", "--array"));
      cluster.kill("n2");
      System.out.println("n2 is killed\n" + cluster.ask("squeue", "--array"));
      boolean ended = run.waitFor(8, TimeUnit.MINUTES);
      System.out.println(printed(out));
      assertThat(ended).isTrue();
      if (run.exitValue() != 0) { // a task that told of its end before its node was lost
        assertThat(printed(out)).contains("the same command goes on");
        Process again = pretend(out, "--launcher", "slurm", "--slurm-profile", profile.toString());
        assertThat(again.waitFor(8, TimeUnit.MINUTES)).isTrue();
        assertThat(again.exitValue()).as(printed(out)).isZero();
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

  /** The signal is the one that Slurm sends two minutes before the limit. */
  @Test
  void aTaskThatIsToldOfItsLimitGoesOnWithTheSameBitsWhileStatusSaysHowFarItIs() throws Exception {
    Path local = folder.resolve("local");
    Path out = folder.resolve("cluster");
    Path profile = profile("{memory: 2500M}\n");
    assertThat(real(local, "--workers", "1").waitFor()).as("%s", file(local)).isZero();
    try (SlurmCluster cluster = cluster(Map.of())) {
      Process submits =
          real(out, "--launcher", "slurm", "--slurm-profile", profile.toString(), "--detach");
      assertThat(submits.waitFor()).as(printed(out)).isZero();
      assertThat(jobs(out)).as("one task for both, and the report").hasSize(2);
      assertThat(status(out)).startsWith("1\n").contains("Slurm: ");
      while (!status(out).contains("Slurm: 1 tasks run, 1 wait")) {
        assertThat(cluster.ask("squeue", "--noheader")).isNotBlank();
        Thread.sleep(200);
      }
      while (states(out).isEmpty()) {
        assertThat(cluster.ask("squeue", "--noheader")).isNotBlank();
        Thread.sleep(50);
      }
      String task = jobs(out).get(0) + "_0";
      cluster.ask("scancel", "--signal=USR1", "--batch", task);
      while (!status(out).contains("Slurm: 0 tasks run, 2 wait")) {
        assertThat(cluster.ask("squeue", "--noheader", "--jobs=" + task)).isNotBlank();
        Thread.sleep(200);
      }
      assertThat(states(out)).as("kept until the task comes again").isNotEmpty();
      while (!status(out).contains("Slurm: no job is left")) {
        Thread.sleep(1000);
      }
      assertThat(status(out)).startsWith("0\n").contains("2 cells: 2 done");
    }
    Map<String, RunRecord> alone = records(local);
    Map<String, RunRecord> elsewhere = records(out);
    assertThat(elsewhere.keySet()).hasSize(2).isEqualTo(alone.keySet());
    elsewhere.forEach(
        (cell, record) ->
            assertThat(
                    RecordDifferences.between(Objects.requireNonNull(alone.get(cell)), record)
                        .results())
                .isEmpty());
    assertThat(logs(out)).anyMatch(log -> log.contains("goes on after step"));
    assertThat(out.resolve("report.pdf")).as("of the job after the others").isNotEmptyFile();
  }

  private static List<Path> states(Path out) throws IOException {
    return files(out.resolve("runs"), "own.safetensors");
  }

  private static List<String> logs(Path out) throws IOException {
    List<String> logs = new ArrayList<>();
    for (Path log : files(out.resolve("runs"), ".log")) {
      logs.add(Files.readString(log));
    }
    return logs;
  }

  private static List<Path> files(Path folder, String end) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).toList();
    } catch (UncheckedIOException e) {
      return List.of(); // one that went meanwhile
    }
  }

  /** The report's job asks for more memory than these nodes have, the others do not. */
  @Test
  void whereAJobIsRefusedThoseBeforeItAreTakenBack() throws Exception {
    Path out = folder.resolve("out");
    try (SlurmCluster cluster = cluster(Map.of("RealMemory=6000", "RealMemory=2000"))) {
      String profile = profile("{taskTime: 1m, memory: 1500M}\n").toString();
      Process run = pretend(out, "--launcher", "slurm", "--slurm-profile", profile);
      assertThat(run.waitFor()).isEqualTo(ExitCode.USER_ERROR);
      assertThat(printed(out))
          .contains("report/job.sh: sbatch refuses it: ")
          .contains(
              "Jobs %s, which were submitted before, are cancelled".formatted(jobs(out).get(0)));
      assertThat(cluster.ask("squeue", "--noheader", "--states=PENDING,RUNNING")).isBlank();
      profile("{partition: nowhere}\n");
      run = pretend(out, "--launcher", "slurm", "--slurm-profile", profile);
      assertThat(run.waitFor()).isEqualTo(ExitCode.USER_ERROR);
      assertThat(printed(out)).contains("invalid partition specified: nowhere");
    }
  }
}
