package org.sdptbench.harness.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.measure.Benchmark;
import org.sdptbench.harness.measure.Benchmarks;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.testing.Scales;

/** A method that joins the experiment is to be measured too. */
class MethodParametersTest {
  private static final String HOME = "sdptbench.home";

  @BeforeEach
  void atHome() {
    System.setProperty(HOME, String.valueOf(Scales.experiments().getParent()));
  }

  @AfterEach
  void awayFromHome() {
    System.clearProperty(HOME);
  }

  private static List<String> measured(String benchmark) throws Exception {
    Benchmark only = Benchmarks.onClassPath().matching(List.of(benchmark)).all().get(0);
    return only.parameters().getOrDefault("method", List.of());
  }

  @Test
  void methodsAreThoseOfTheExperiment() throws Exception {
    List<String> planned =
        new Specs()
            .plan(List.of("efficiency")).experiments().get(0).entries().stream()
                .map(Plan.Entry::label)
                .distinct()
                .toList();
    assertThat(measured("Inference.image")).isEqualTo(planned);
    assertThat(measured("TrainingStep.step"))
        .isEqualTo(planned.stream().filter(label -> !label.equals("Zero-shot")).toList());
  }
}
