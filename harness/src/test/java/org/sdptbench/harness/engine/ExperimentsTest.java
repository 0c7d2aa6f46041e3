package org.sdptbench.harness.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.plan.Planner;
import org.sdptbench.harness.plan.ReportPlans;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.ScaleReader;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.SpecOverrides;
import org.sdptbench.harness.spec.SpecReader;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.testing.Scales;

/** The product's own specs, with the product's own names. */
class ExperimentsTest {
  private final Path experiments = Scales.experiments();

  private final SpecOverrides quick =
      new SpecOverrides(true, Optional.empty(), List.of(), List.of());

  @ParameterizedTest
  @ValueSource(strings = {"mini", "paper"})
  void everySpecIsValidAtEveryScale(String name) throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Scale scale = scale(name, vocabulary);
    assertThat(scale.name()).isEqualTo(name);
    List<Spec> specs =
        new SpecReader(vocabulary, scale)
            .read(
                List.of(
                    experiments.resolve("comparison.yaml"),
                    experiments.resolve("aquarium-real.yaml")));
    Plan plan = new Planner(vocabulary, scale).plan(specs);
    // comparison: 13 methods x 15 tasks x 3 seeds, and zero-shot once a task; Aquarium: 3 methods
    assertThat(plan.cells()).hasSize(13 * 15 * 3 + 15 + 3);
    assertThat(ReportPlans.of(plan).specs()).extracting("name").hasSize(2);
    Plan small =
        new Planner(vocabulary, scale).plan(quick.apply(specs.subList(0, 1), vocabulary, scale));
    assertThat(small.cells()).hasSize(4 * 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mini", "paper"})
  void everySpecOfAScaleHasCellsAndASmallerQuickSlice(String name) throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Scale scale = scale(name, vocabulary);
    for (String spec : scale.experiments()) {
      List<Spec> specs =
          new SpecReader(vocabulary, scale).read(List.of(experiments.resolve(spec + ".yaml")));
      Planner planner = new Planner(vocabulary, scale);
      int all = planner.plan(specs).cells().size();
      int small = planner.plan(quick.apply(specs, vocabulary, scale)).cells().size();
      assertThat(small).as(spec).isPositive().isLessThan(all);
    }
  }

  @Test
  void learningRatesAreChosenOnTasksThatNoReportedSpecRuns() throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Scale mini = scale("mini", vocabulary);
    assertThat(tasks("tuning", vocabulary, mini))
        .containsExactlyInAnyOrder("picto-tuning/Kitchen", "picto-tuning/Insects");
    for (String reported : mini.experiments()) {
      assertThat(tasks(reported, vocabulary, mini))
          .isNotEmpty()
          .noneMatch(task -> task.startsWith("picto-tuning"));
    }
  }

  @Test
  void theScaleOfThePaperHasNoTasksForTuning() throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    assertThatThrownBy(() -> tasks("tuning", vocabulary, scale("paper", vocabulary)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("tuning.yaml:")
        .hasMessageContaining("unknown task of scale paper 'tuning'")
        .hasMessageContaining("llowed: old-task, lvis, odinw13, ablation, ");
  }

  private Scale scale(String name, Vocabulary vocabulary) throws Exception {
    return new ScaleReader(vocabulary).read(experiments.resolve("scales/" + name + ".yaml"));
  }

  private Set<String> tasks(String spec, Vocabulary vocabulary, Scale scale) throws Exception {
    List<Spec> specs =
        new SpecReader(vocabulary, scale).read(List.of(experiments.resolve(spec + ".yaml")));
    return new Planner(vocabulary, scale)
        .plan(specs).cells().stream()
            .map(cell -> Cell.datasetName(cell.task()))
            .collect(Collectors.toSet());
  }
}
