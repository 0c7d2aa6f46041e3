package org.sdptbench.harness.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.spec.InvalidInputException;

class BenchmarksTest {
  private static Benchmark benchmark(String fullName, String... parameters) {
    TreeMap<String, List<String>> known = new TreeMap<>();
    for (String parameter : parameters) {
      known.put(parameter, List.of("1"));
    }
    return new Benchmark(fullName, known);
  }

  private final Benchmark step =
      benchmark("org.sdptbench.harness.bench.TrainingStepBenchmark.step", "method");
  private final Benchmark plain =
      benchmark("org.sdptbench.glip.bench.DyConvBenchmark.plain", "level");
  private final Benchmark layer = benchmark("org.sdptbench.glip.bench.FusionBenchmark.layer", "k");
  private final Benchmarks all = new Benchmarks(List.of(plain, layer, step));

  @Test
  void namesAreModuleClassAndMethod() {
    assertThat(all.all())
        .extracting(Benchmark::name)
        .containsExactly("glip/DyConv.plain", "glip/Fusion.layer", "harness/TrainingStep.step");
  }

  @Test
  void patternsAreFoundInNamesWhateverTheirCase() throws Exception {
    assertThat(all.matching(List.of()).all()).isEqualTo(all.all());
    assertThat(all.matching(List.of("dyconv")).all()).containsExactly(plain);
    assertThat(all.matching(List.of("^glip/")).all()).containsExactly(plain, layer);
    assertThat(all.matching(List.of("TrainingStepBenchmark", "layer", "fusion")).all())
        .containsExactly(layer, step);
  }

  @Test
  void whatNamesNothingIsToldWithWhatIsNearest() {
    assertThatThrownBy(() -> all.matching(List.of("fusoin", "step", "[")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("fusoin: no benchmark has this in its name; nearest are glip/Fusion")
        .hasMessageContaining("--list shows all 3")
        .hasMessageContaining("[: no regular expression")
        .hasMessageNotContaining("step:");
  }

  @Test
  void parametersThatNoneHasAreTold() throws Exception {
    all.checkParameters(Set.of("k", "method"));
    assertThatThrownBy(() -> all.checkParameters(Set.of("methd")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("-p methd: unknown parameter 'methd', did you mean 'method'?");
  }

  @Test
  void theProductsOwnAreFoundInAllModules() {
    assertThat(Benchmarks.onClassPath().all())
        .extracting(benchmark -> benchmark.name().replaceFirst("/.*", ""))
        .contains("glip", "sdpt", "reports", "harness");
  }
}
