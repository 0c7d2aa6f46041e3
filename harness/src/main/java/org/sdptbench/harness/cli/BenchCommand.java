package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.launch.MeasuringProcess;
import org.sdptbench.harness.launch.WorkerCommand;
import org.sdptbench.harness.measure.Benchmark;
import org.sdptbench.harness.measure.Benchmarks;
import org.sdptbench.harness.measure.Measurement;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Worker;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sdptbench bench}. Checks everything and starts itself once more with a worker's flags and
 * environment, which the processes that JMH starts from there have in their turn.
 */
@Command(
    name = BenchCommand.NAME,
    description = {
      "Measures how long steps of methods and parts of the program take, with JMH.",
      "Let nothing else run meanwhile. See docs/performance.md."
    })
final class BenchCommand implements Callable<Integer> {
  static final String NAME = "bench";

  private static final String HERE = "--here";
  private static final String HEAP = "1g";
  private static final Measurement.Effort STANDARD =
      new Measurement.Effort(2, 3, 5, Duration.ofSeconds(1));
  private static final Measurement.Effort QUICK =
      new Measurement.Effort(1, 1, 3, Duration.ofMillis(200));
  private static final int MOST = 1000;

  private final Class<?> main;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "PATTERN",
      arity = "0..*",
      description = "A part of a benchmark's name, or a regular expression (default: all).")
  private List<String> patterns = new ArrayList<>();

  @Option(names = "--list", description = "Only names the benchmarks and their parameters.")
  private boolean list;

  @Option(
      names = "--quick",
      description = "A short look: one process, 1 + 3 iterations of 0.2 s; errors are large.")
  private boolean quick;

  @Option(
      names = "--forks",
      paramLabel = "N",
      description = "Processes for each benchmark (default: 2).")
  private @Nullable Integer forks;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Iterations of each process that do not count (default: 3).")
  private @Nullable Integer warmup;

  @Option(
      names = "--iterations",
      paramLabel = "N",
      description = "Iterations of each process that count (default: 5).")
  private @Nullable Integer iterations;

  @Option(
      names = "--time",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Time of an iteration at least (default: 1s).")
  private @Nullable Duration time;

  @Option(
      names = "-p",
      paramLabel = "NAME=VALUES",
      description = "Values of a parameter, e.g. -p method=LoRA,VPT.")
  private Map<String, String> parameters = new LinkedHashMap<>();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder for bench.json (default: this folder).")
  private Path out = Path.of(".");

  @Option(names = "--json", paramLabel = "FILE", description = "File for JMH's results instead.")
  private @Nullable Path json;

  @Option(names = HERE, hidden = true, description = "Measures from this process.")
  private boolean here;

  /**
   * The command.
   *
   * @param main class that starts it
   */
  BenchCommand(Class<?> main) {
    this.main = main;
  }

  @Override
  public Integer call() throws Exception {
    Benchmarks benchmarks = Benchmarks.onClassPath().matching(patterns);
    if (list) {
      return list(benchmarks);
    }
    Measurement measurement = measurement(benchmarks);
    if (here) {
      return measure(measurement);
    }
    List<String> arguments = new ArrayList<>(List.of(NAME, HERE));
    List<String> given = spec.commandLine().getParseResult().originalArgs();
    arguments.addAll(given.subList(given.indexOf(NAME) + 1, given.size()));
    return new MeasuringProcess(new WorkerCommand(main.getName(), HEAP, arguments)).run();
  }

  private int list(Benchmarks benchmarks) {
    PrintWriter writer = spec.commandLine().getOut();
    for (Benchmark benchmark : benchmarks.all()) {
      writer.println(benchmark.name());
      benchmark
          .parameters()
          .forEach((name, values) -> writer.printf("  %s=%s%n", name, String.join(",", values)));
    }
    writer.flush();
    return ExitCode.OK;
  }

  private Measurement measurement(Benchmarks benchmarks) throws InvalidInputException {
    Path file = json == null ? out.resolve("bench.json").normalize() : json;
    Problems problems = new Problems();
    Checks.range("--forks", forks, 1, MOST, problems);
    Checks.range("--warmup", warmup, 0, MOST, problems);
    Checks.range("--iterations", iterations, 1, MOST, problems);
    if (json == null) {
      Checks.writable("--out", out, problems);
    } else if (Files.isDirectory(json)) {
      problems.add(Problem.of(Location.argument("--json " + json), "a folder", "a file"));
    } else {
      Checks.writable("--json", json.toAbsolutePath().resolveSibling(""), problems);
    }
    problems.throwIfAny();
    benchmarks.checkParameters(parameters.keySet());
    Map<String, List<String>> values = new LinkedHashMap<>();
    parameters.forEach((name, text) -> values.put(name, List.of(text.split(",", -1))));
    Measurement.Effort base = quick ? QUICK : STANDARD;
    return new Measurement(
        benchmarks,
        values,
        new Measurement.Effort(
            forks == null ? base.forks() : forks,
            warmup == null ? base.warmup() : warmup,
            iterations == null ? base.iterations() : iterations,
            time == null ? base.time() : time),
        file);
  }

  private int measure(Measurement measurement) throws IOException {
    Worker.endWith(System.in);
    Environment.Code code = Environment.code(Path.of(System.getProperty("sdptbench.home", ".")));
    boolean clean =
        measurement.run(
            Environment.provenance(code, new TreeMap<>(), Environment.tensorThreads()),
            spec.commandLine().getOut(),
            spec.commandLine().getErr());
    return clean ? ExitCode.OK : ExitCode.BENCHMARKS_FAILED;
  }
}
