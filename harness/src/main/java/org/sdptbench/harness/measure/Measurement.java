package org.sdptbench.harness.measure;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.sdptbench.reports.record.RunRecord;

/**
 * Benchmarks, and how they are timed.
 *
 * @param benchmarks what is timed
 * @param parameters values of parameters in place of the benchmarks' own, by name
 * @param effort how long
 * @param json file for JMH's results; beside it a file with where they come from
 */
public record Measurement(
    Benchmarks benchmarks, Map<String, List<String>> parameters, Effort effort, Path json) {

  /** Defensive copy. */
  public Measurement {
    parameters = Map.copyOf(parameters);
  }

  /**
   * How long a benchmark is timed.
   *
   * @param forks processes one after the other, each of which does all that follows
   * @param warmup iterations that do not count
   * @param iterations iterations that count
   * @param time time of an iteration at least
   */
  public record Effort(int forks, int warmup, int iterations, Duration time) {}

  /** File with the machine, the code and the libraries of results. */
  public static Path provenanceOf(Path json) {
    String name = json.getFileName().toString();
    return json.resolveSibling(name.replaceFirst("\\.json$", "") + "-provenance.json");
  }

  /**
   * Runs the benchmarks and prints a line for each as it ends.
   *
   * @param provenance where the results come from
   * @param out where the table goes
   * @param err where the output of a benchmark that failed goes
   * @return whether none failed
   * @throws IOException if the results cannot be written, or another measurement is going on
   */
  public boolean run(RunRecord.Provenance provenance, PrintWriter out, PrintWriter err)
      throws IOException {
    Files.createDirectories(Objects.requireNonNull(json.toAbsolutePath().getParent()));
    ResultTable table = new ResultTable(this, provenance, out, err);
    try {
      new Runner(options().build(), table).run();
    } catch (RunnerException e) {
      throw new IOException(reason(e), e);
    }
    new ObjectMapper()
        .writerWithDefaultPrettyPrinter()
        .writeValue(provenanceOf(json).toFile(), provenance);
    out.printf("%nJMH's results: %s%n", json);
    out.flush();
    return table.failed() == 0;
  }

  /** Without the advice to have two measurements disturb each other. */
  private static String reason(RunnerException e) {
    return String.valueOf(e.getMessage())
        .replaceFirst("^ERROR: ", "")
        .replaceFirst(", exiting\\..*", "");
  }

  private ChainedOptionsBuilder options() {
    TimeValue time = TimeValue.milliseconds(effort.time.toMillis());
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .mode(Mode.AverageTime)
            .timeUnit(TimeUnit.MILLISECONDS)
            .forks(effort.forks)
            .warmupIterations(effort.warmup)
            .warmupTime(time)
            .measurementIterations(effort.iterations)
            .measurementTime(time)
            .resultFormat(ResultFormatType.JSON)
            .result(json.toString());
    for (Benchmark benchmark : benchmarks.all()) {
      options.include("^" + Pattern.quote(benchmark.fullName()) + "$");
    }
    parameters.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
    return options;
  }
}
