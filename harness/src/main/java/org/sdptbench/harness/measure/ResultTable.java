package org.sdptbench.harness.measure;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.sdptbench.reports.record.RunRecord;

/**
 * A line for each benchmark: it begins when the benchmark begins and gets its numbers when it ends.
 * What JMH and the benchmarks' processes say besides is shown only of one that fails.
 */
final class ResultTable implements OutputFormat {
  private static final int DIGITS = 4;

  /** Lines on its progress, and of stack traces those above a benchmark. */
  private static final Pattern OF_JMH =
      Pattern.compile(
          "^# |^<failure>|^\\s+at (.*jmh_generated\\.|org\\.openjdk\\.jmh\\.|java\\.base/)");

  private final RunRecord.Provenance provenance;
  private final PrintWriter out;
  private final PrintWriter err;
  private final String row;
  private final StringBuilder said = new StringBuilder();
  private final Set<String> reasons = new HashSet<>();
  private boolean open;
  private int failed;

  ResultTable(
      Measurement measurement, RunRecord.Provenance provenance, PrintWriter out, PrintWriter err) {
    this.provenance = provenance;
    this.out = out;
    this.err = err;
    List<Benchmark> all = measurement.benchmarks().all();
    int name = width(all.stream().map(Benchmark::name), "benchmark");
    int parameters =
        width(all.stream().map(b -> widest(b, measurement.parameters())), "parameters");
    this.row = "%-" + name + "s  %-" + parameters + "s  ";
  }

  private static int width(Stream<String> texts, String title) {
    return Math.max(title.length(), texts.mapToInt(String::length).max().orElse(0));
  }

  /** The parameters of a benchmark, each with its longest value. */
  private static String widest(Benchmark benchmark, Map<String, List<String>> chosen) {
    return benchmark.parameters().entrySet().stream()
        .map(
            e ->
                chosen.getOrDefault(e.getKey(), e.getValue()).stream()
                    .map(value -> e.getKey() + "=" + value)
                    .max(Comparator.comparingInt(String::length))
                    .orElse(""))
        .collect(Collectors.joining(", "));
  }

  /** Prints where the numbers come from, and the heads of the columns. */
  /** The version of PyTorch's libraries, whatever they are for. */
  private static String natives(Map<String, String> libraries) {
    return libraries.entrySet().stream()
        .filter(library -> library.getKey().startsWith("pytorch-native-"))
        .map(library -> library.getValue().replaceFirst("-.*", ""))
        .findFirst()
        .orElse("unknown");
  }

  @Override
  public void startRun() {
    Map<String, String> libraries = provenance.libraries();
    out.printf("machine  %s%n", provenance.machine());
    out.printf("Java     %s%n", provenance.java());
    out.printf(
        "tensors  DJL %s, PyTorch %s, %s%n",
        libraries.getOrDefault("pytorch-engine", "unknown"),
        natives(libraries),
        provenance.tensorThreads() == 1 ? "1 thread" : provenance.tensorThreads() + " threads");
    out.printf(
        "code     %s%s%n%n", provenance.commit(), provenance.dirty() ? ", with changes" : "");
    out.printf(row + "%12s  %12s  %s%n", "benchmark", "parameters", "score", "± 99.9 %", "unit");
    out.flush();
  }

  /** How many benchmarks gave no numbers. */
  int failed() {
    return failed;
  }

  @Override
  public synchronized void startBenchmark(BenchmarkParams params) {
    closeRow();
    said.setLength(0);
    open = true;
    String parameters =
        params.getParamsKeys().stream()
            .sorted()
            .map(name -> name + "=" + params.getParam(name))
            .collect(Collectors.joining(", "));
    out.printf(row, Benchmark.shortened(params.getBenchmark()), parameters);
    out.flush();
  }

  @Override
  public synchronized void endBenchmark(BenchmarkResult result) {
    if (result == null) {
      return; // without numbers, which the next row or the end tells
    }
    Result<?> primary = result.getPrimaryResult();
    double error = primary.getScoreError();
    out.printf(
        "%12s  %12s  %s%n",
        rounded(primary.getScore()),
        Double.isNaN(error) ? "" : rounded(error),
        primary.getScoreUnit());
    out.flush();
    open = false;
  }

  /** Four digits, and all before the point. */
  static String rounded(double number) {
    if (!Double.isFinite(number)) {
      return String.valueOf(number);
    }
    BigDecimal exact = BigDecimal.valueOf(number);
    int whole = Math.max(0, exact.precision() - exact.scale());
    return exact.round(new MathContext(Math.max(DIGITS, whole))).toPlainString();
  }

  private void closeRow() {
    if (!open) {
      return;
    }
    open = false;
    failed++;
    out.printf("%12s%n", "failed");
    out.flush();
    String reason = reason();
    if (reasons.add(reason)) {
      err.println(reason);
      err.flush();
    }
  }

  /** What was said, once for all processes, without JMH's own part in it. */
  private String reason() {
    return said.toString()
        .lines()
        .filter(line -> !line.isBlank() && !OF_JMH.matcher(line).find())
        .distinct()
        .collect(Collectors.joining("\n"));
  }

  @Override
  public synchronized void endRun(Collection<RunResult> results) {
    closeRow();
  }

  @Override
  public synchronized void print(String text) {
    said.append(text);
  }

  @Override
  public synchronized void println(String text) {
    said.append(text).append('\n');
  }

  @Override
  public synchronized void write(int b) {
    said.append((char) b);
  }

  @Override
  public synchronized void write(byte[] bytes) {
    said.append(new String(bytes, StandardCharsets.UTF_8));
  }

  @Override
  public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {}

  @Override
  public void iterationResult(
      BenchmarkParams benchmark, IterationParams params, int iteration, IterationResult data) {}

  @Override
  public void flush() {}

  @Override
  public void close() {}

  @Override
  public void verbosePrintln(String text) {}
}
