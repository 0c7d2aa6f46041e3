package org.sdptbench.harness.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.sdptbench.harness.testing.Scales;

/** Every benchmark runs once, in this process, with its first parameters; nothing is timed. */
@Timeout(300)
class BenchmarksRunTest {
  /** These load the model, or all published records. */
  private static final Pattern SLOW = Pattern.compile("TrainingStep|Inference|Plan|Records|Report");

  private static final Map<String, String> SMALL = Map.of("images", "20");
  private static final String HOME = "sdptbench.home";

  @BeforeAll
  static void atHome() {
    System.setProperty(HOME, String.valueOf(Scales.experiments().getParent()));
  }

  @AfterAll
  static void awayFromHome() {
    System.clearProperty(HOME);
  }

  static List<Benchmark> fast() {
    return all().filter(benchmark -> !SLOW.matcher(benchmark.name()).find()).toList();
  }

  static List<Benchmark> slow() {
    return all().filter(benchmark -> SLOW.matcher(benchmark.name()).find()).toList();
  }

  private static Stream<Benchmark> all() {
    return Benchmarks.onClassPath().all().stream();
  }

  @ParameterizedTest
  @MethodSource("fast")
  void runs(Benchmark benchmark) throws Exception {
    runOnce(benchmark);
  }

  @ParameterizedTest
  @MethodSource("slow")
  @Tag("slow")
  void runsOnTheProductsData(Benchmark benchmark) throws Exception {
    runOnce(benchmark);
  }

  private static void runOnce(Benchmark benchmark) throws Exception {
    Map<String, String> first = new TreeMap<>();
    benchmark.parameters().forEach((name, values) -> first.put(name, values.get(0)));
    if (benchmark.name().contains("Evaluation")) {
      first.putAll(SMALL);
    }
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark.fullName()) + "$")
            .mode(Mode.SingleShotTime)
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT);
    first.forEach(options::param);
    assertThat(new Runner(options.build()).run()).hasSize(1);
  }
}
