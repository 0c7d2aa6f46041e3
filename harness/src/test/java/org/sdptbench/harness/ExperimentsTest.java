package org.sdptbench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.harness.claim.ClaimsReader;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.plan.Planner;
import org.sdptbench.harness.plan.ReportPlans;
import org.sdptbench.harness.run.RecordArchive;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.ScaleReader;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.SpecOverrides;
import org.sdptbench.harness.spec.SpecReader;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.claim.EvaluatedClaim;
import org.sdptbench.reports.claim.EvaluatedClaims;
import org.sdptbench.reports.claim.Evidence;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecord;

/** The product's own specs, with the product's own names. */
class ExperimentsTest {
  private final Path experiments = Scales.experiments();

  private final SpecOverrides quick =
      new SpecOverrides(true, Optional.empty(), List.of(), List.of());

  @ParameterizedTest
  @ValueSource(strings = {"mini", "paper", "paper-large", "release"})
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
  @CsvSource({
    // methods x tasks x shots or labels x seeds, and zero-shot once a task
    "few-shot, mini, 366, 5",
    "few-shot, paper, 793, 5",
    "self-training, mini, 93, 9",
    "self-training, paper, 403, 39",
    "generalisation, mini, 64, 3",
    "generalisation, paper, 64, 3",
  })
  void specsThatVaryTheDataArePlannedAtEveryScale(String name, String at, int all, int small)
      throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Scale scale = scale(at, vocabulary);
    assertThat(scale.experiments()).contains(name);
    List<Spec> specs =
        new SpecReader(vocabulary, scale).read(List.of(experiments.resolve(name + ".yaml")));
    Planner planner = new Planner(vocabulary, scale);
    assertThat(planner.plan(specs).cells()).hasSize(all);
    assertThat(planner.plan(quick.apply(specs, vocabulary, scale)).cells()).hasSize(small);
  }

  @Test
  void realLabelsOfSelfTrainingAreCellsOfTheComparison() throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Scale mini = scale("mini", vocabulary);
    Set<String> compared =
        cells("comparison", vocabulary, mini).stream().map(Cell::id).collect(Collectors.toSet());
    List<Cell> selfTraining = cells("self-training", vocabulary, mini);
    assertThat(selfTraining)
        .filteredOn(cell -> !"zero-shot".equals(cell.recipe().get("labels")))
        .hasSize(48)
        .allSatisfy(cell -> assertThat(compared).contains(cell.id()));
    assertThat(selfTraining)
        .extracting(cell -> cell.recipe().getOrDefault("labelScore", 0.35))
        .containsOnly(0.35);
  }

  @Test
  void fewShotsTakeTheStepsOfTheirRole() throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Scale mini = scale("mini", vocabulary);
    assertThat(cells("few-shot", vocabulary, mini))
        .filteredOn(cell -> cell.recipe().containsKey("steps"))
        .hasSize(360)
        .extracting(cell -> cell.recipe().get("steps"), cell -> cell.recipe().get("batchSize"))
        .containsOnly(tuple(100L, 4L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"mini", "paper", "paper-large", "release"})
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

  @ParameterizedTest
  @ValueSource(strings = {"mini", "paper", "paper-large", "release"})
  void everyModuleIsTunedOnTheOldTaskFirst(String name) throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Scale scale = scale(name, vocabulary);
    List<Spec> specs =
        new SpecReader(vocabulary, scale).read(List.of(experiments.resolve("compatibility.yaml")));
    Plan plan = new Planner(vocabulary, scale).plan(specs);
    String old = name.equals("mini") ? "picto-coco" : "coco";
    // ten modules under SDPT and tuned further, and SDPT alone: 3 seeds each; zero-shot once
    assertThat(plan.cells()).hasSize((2 * 10 + 1) * 3 + 1);
    assertThat(plan.cells())
        .allSatisfy(cell -> assertThat(cell.alsoTestedOn()).containsExactly(Cell.task(old, 0)));
    List<Cell> based = plan.cells().stream().filter(cell -> cell.base() != null).toList();
    assertThat(based)
        .hasSize(2 * 10 * 3)
        .allSatisfy(
            cell -> {
              Cell base = cell.ofBase().orElseThrow();
              assertThat(base.dataset()).isEqualTo(old);
              assertThat(cell.method().name().equals("sdpt"))
                  .isNotEqualTo(base.method().name().equals(cell.method().name()));
            });
    Plan small = new Planner(vocabulary, scale).plan(quick.apply(specs, vocabulary, scale));
    assertThat(small.cells()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"mini", "paper", "paper-large"})
  void everyClaimIsAboutRowsAndTasksThatEveryScaleRuns(String name) throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Scale scale = scale(name, vocabulary);
    List<Claim> claims = new ClaimsReader(experiments, vocabulary, scale).read(scale.experiments());
    String file = Files.readString(experiments.resolve(ClaimsReader.FILE));
    assertThat(claims).hasSize((int) file.lines().filter(l -> l.startsWith("  - id: ")).count());
    assertThat(claims)
        .extracting(Claim::spec)
        .contains(
            "comparison",
            "few-shot",
            "self-training",
            "generalisation",
            "sync",
            "projection",
            "compatibility");
    assertThat(claims).extracting(Claim::spec).isSubsetOf(scale.experiments());
  }

  /** Other settings may give the same tokens, as a mask of the text side and none at all do. */
  @Test
  void noComparisonIsClaimedAgainUnderOtherNames() throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Scale mini = scale("mini", vocabulary);
    Path published = experiments.resolveSibling("reports/published/mini");
    Map<String, RunRecord> runs = new RecordArchive(published.resolve("runs.zip")).read().byCell();
    ReportPlan plan =
        ReportPlan.read(published.resolve("plan.json"))
            .withClaims(new ClaimsReader(experiments, vocabulary, mini).read(mini.experiments()));
    Map<Double, String> specs = new HashMap<>();
    for (EvaluatedClaim claim : EvaluatedClaims.of(plan, runs)) {
      for (Evidence part : claim.evidence()) {
        if (part instanceof Evidence.Comparison comparison && comparison.effect() != null) {
          String spec = claim.claim().spec();
          String first = specs.putIfAbsent(comparison.effect().mean(), spec);
          assertThat(first).as(claim.claim().id() + ": " + part.rows()).isIn(null, spec);
        }
      }
    }
    assertThat(specs).hasSizeGreaterThan(50);
  }

  @Test
  void whatASourceDoesNotSayIsMarkedAsOurs() throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Scale mini = scale("mini", vocabulary);
    List<Claim> claims = new ClaimsReader(experiments, vocabulary, mini).read(mini.experiments());
    assertThat(claims)
        .filteredOn(claim -> claim.source().matches("(caption of|a web summary.*which names).*"))
        .hasSizeGreaterThan(8)
        .allSatisfy(claim -> assertThat(claim.source()).contains("; ours: "));
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

  /**
   * Its data sets are reported too, so that validation images alone may choose: none of the test.
   */
  @Test
  void theScaleOfThePaperTunesEveryMethodAlike() throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Scale paper = scale("paper", vocabulary);
    List<Cell> cells = cells("tuning", vocabulary, paper);
    assertThat(cells).hasSize(14 * 3 * 2);
    assertThat(cells)
        .extracting(cell -> cell.recipe().get("testImages"), cell -> cell.recipe().get("tokenRate"))
        .containsOnly(tuple(1L, 0.0));
    assertThat(paper.meaning())
        .endsWith(
            "Learning rates are untuned: published ones where there are, else one for all methods that train parameters of a kind.");
    // Until then no method has a rate of its own.
    assertThat(cells("comparison", vocabulary, paper))
        .filteredOn(cell -> cell.recipe().containsKey("learningRate"))
        .extracting(
            cell -> cell.recipe().get("learningRate"), cell -> cell.recipe().get("tokenRate"))
        .containsOnly(tuple(1e-4, 0.05));
  }

  /** COCO's and LVIS's validation images are the test images, and must choose nothing. */
  @Test
  void atTheScaleOfThePaperTestImagesChooseNothing() throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    for (String name : List.of("paper", "paper-large")) {
      Scale paper = scale(name, vocabulary);
      for (String spec : paper.experiments()) {
        for (Cell cell : cells(spec, vocabulary, paper)) {
          if (cell.recipe().containsKey("keep") && cell.task().suite().matches("coco|lvis")) {
            assertThat(cell.recipe()).as(cell.describe()).containsEntry("keep", "last");
            assertThat(cell.recipe()).as(cell.describe()).containsEntry("stopPatience", 0L);
            assertThat(cell.recipe().get("schedule")).as(cell.describe()).isNotEqualTo("plateau");
          }
        }
      }
    }
  }

  /** SDPT's public code by name: tokens masked, the whole head trained, everything drops. */
  @Test
  void theReleaseIsAScale() throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    List<Cell> cells = cells("comparison", vocabulary, scale("release", vocabulary));
    assertThat(cells)
        .filteredOn(cell -> cell.method().name().equals("sdpt"))
        .isNotEmpty()
        .allSatisfy(
            cell -> {
              assertThat(cell.model()).isEqualTo("glip-l");
              assertThat(cell.method().settings())
                  .containsEntry("mask", "release")
                  .containsEntry("head", "whole");
              assertThat(cell.recipe())
                  .containsEntry("regularisation", "release")
                  .containsEntry("phrases", "release")
                  .containsEntry("learningRate", 1e-5)
                  .containsEntry("batchSize", 1L)
                  .containsEntry("steps", cell.task().suite().equals("odinw") ? 20_000L : 2_000L);
            });
    assertThat(cells("release", vocabulary, scale("release", vocabulary)))
        .extracting(cell -> cell.method().settings().get("mask"))
        .containsOnly("paper", "release");
  }

  private Scale scale(String name, Vocabulary vocabulary) throws Exception {
    return new ScaleReader(vocabulary).read(experiments.resolve("scales/" + name + ".yaml"));
  }

  private Set<String> tasks(String spec, Vocabulary vocabulary, Scale scale) throws Exception {
    return cells(spec, vocabulary, scale).stream()
        .map(cell -> Cell.datasetName(cell.task()))
        .collect(Collectors.toSet());
  }

  private List<Cell> cells(String spec, Vocabulary vocabulary, Scale scale) throws Exception {
    List<Spec> specs =
        new SpecReader(vocabulary, scale).read(List.of(experiments.resolve(spec + ".yaml")));
    return new Planner(vocabulary, scale).plan(specs).cells();
  }
}
