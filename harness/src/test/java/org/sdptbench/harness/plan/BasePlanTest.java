package org.sdptbench.harness.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.MethodCatalog;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.ScaleReader;
import org.sdptbench.harness.spec.SpecOverrides;
import org.sdptbench.harness.spec.SpecReader;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.testing.FakeRecords;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

/** Cells that train something first, or are tested on more than their own task. */
class BasePlanTest {
  private static final String HEAD = "name: x\ntitle: t\nquestion: q\n";

  private static final String SPEC =
      HEAD
          + """
          tasks: [odinw13/Aquarium]
          alsoTestedOn: [old-task]
          methods:
            - sdpt
            - {method: sdpt, base: {method: lora, task: old-task}}
            - {method: lora, continues: old-task}
          """;

  private final Vocabulary vocabulary = FakeVocabulary.create(false);

  private Plan plan(String yaml, SpecOverrides overrides, Vocabulary names, String scale)
      throws Exception {
    Scale bound = new ScaleReader(names).parse("small.yaml", scale);
    return new Planner(names, bound)
        .plan(
            overrides.apply(
                List.of(new SpecReader(names, bound).parse("x.yaml", yaml)), names, bound));
  }

  private Plan plan(String yaml) throws Exception {
    return plan(yaml, SpecOverrides.NONE, vocabulary, Scales.SMALL);
  }

  private static RunRecord.Base base(Cell cell) {
    return Objects.requireNonNull(cell.base());
  }

  @Test
  void aStackedEntryHasItsBaseAndAContinuedOneItsOwnMethodAsBase() throws Exception {
    List<Cell> cells = plan(SPEC.replace("sdpt, base", "sdpt, settings: {k: 3}, base")).cells();
    assertThat(cells).hasSize(3).extracting(Cell::id).doesNotHaveDuplicates();
    assertThat(cells)
        .extracting(Cell::alsoTestedOn)
        .containsOnly(List.of(Cell.task("picto-coco", 0)));
    assertThat(cells.get(0).base()).isNull();
    RunRecord.Base lora = base(cells.get(1));
    assertThat(lora.continued()).isFalse();
    assertThat(lora.task()).isEqualTo(Cell.task("picto-coco", 0));
    assertThat(lora.method().name()).isEqualTo("lora");
    assertThat(lora.method().label()).isEqualTo("LoRA");
    assertThat(lora.method().settings()).containsEntry("rank", 8L);
    RunRecord.Base own = base(cells.get(2));
    assertThat(own.continued()).isTrue();
    assertThat(own.method().settings()).isEqualTo(cells.get(2).method().settings());
    assertThat(own.recipe()).isEqualTo(lora.recipe());
    Cell first = cells.get(1).ofBase().orElseThrow();
    assertThat(first.dataset()).isEqualTo("picto-coco");
    assertThat(first.base()).isNull();
  }

  @Test
  void theRecipeOfTheBaseIsThatOfACellOfItsOwn() throws Exception {
    // steps from the role of its task, the rate from its method, not from sdpt's
    RunRecord.Base plain = base(plan(SPEC).cells().get(1));
    assertThat(plain.recipe())
        .containsEntry("steps", 40L)
        .containsEntry("learningRate", 1e-3)
        .containsEntry("validateEvery", 0L);
    String scale = Scales.SMALL + "base: {recipe: {steps: 15, batchSize: 2, weightDecay: 0.5}}\n";
    String spec =
        SPEC.replace("task: old-task}", "recipe: {batchSize: 3}, task: old-task}")
            + "recipe: {weightDecay: 0.25, validateEvery: 5}\n"
            + "quick: {recipe: {clipNorm: 1}}\n";
    SpecOverrides overrides =
        new SpecOverrides(
            true, Optional.empty(), List.of(), List.of("recipe.steps=9", "recipe.testImages=4"));
    Cell cell = plan(spec, overrides, vocabulary, scale).cells().get(1);
    assertThat(base(cell).recipe())
        .containsEntry("steps", 15L)
        .containsEntry("batchSize", 3L)
        .containsEntry("weightDecay", 0.25)
        .containsEntry("clipNorm", 1.0)
        .containsEntry("validateEvery", 0L)
        .containsEntry("testImages", 4L);
    assertThat(cell.recipe())
        .containsEntry("steps", 9L)
        .containsEntry("batchSize", 8L)
        .containsEntry("validateEvery", 5L);
  }

  @Test
  void axesOfAContinuedMethodConcernItsBaseToo() throws Exception {
    List<Cell> cells = plan(SPEC + "matrix: {product: {lora.rank: [2, 4]}}\n").cells();
    assertThat(cells).hasSize(4);
    assertThat(base(cells.get(1)).method().settings())
        .as("an axis of the entry's method, not of its base's")
        .containsEntry("rank", 8L);
    assertThat(base(cells.get(2)).method().settings()).containsEntry("rank", 2L);
    assertThat(base(cells.get(3)).method().settings()).containsEntry("rank", 4L);
  }

  @Test
  void idsDependOnAllThatComesFirstAndOnTheTasksTestedBesides() throws Exception {
    List<String> ids =
        List.of(
                SPEC,
                SPEC.replace("method: lora, task", "method: bitfit, task"),
                SPEC.replace("lora, task", "lora, settings: {rank: 2}, task"),
                SPEC.replace("lora, task", "lora, recipe: {steps: 2}, task"),
                SPEC.replace("lora, task: old-task", "lora, task: odinw13/Thermal"),
                SPEC.replace("alsoTestedOn: [old-task]\n", ""))
            .stream()
            .map(
                yaml -> {
                  try {
                    return plan(yaml).cells().get(1).id();
                  } catch (Exception e) {
                    throw new AssertionError(yaml, e);
                  }
                })
            .toList();
    assertThat(ids).doesNotHaveDuplicates();
  }

  @Test
  void theOwnTaskIsNotTestedBesides() throws Exception {
    Plan plan =
        plan(HEAD + "tasks: [odinw13]\nalsoTestedOn: [odinw13, old-task]\nmethods: [zero-shot]\n");
    assertThat(plan.cells().get(0).alsoTestedOn())
        .containsExactly(Cell.task("picto-odinw13/Thermal", 0), Cell.task("picto-coco", 0));
  }

  @Test
  void dataAndCodeOfTheBaseAreDigestedAndMissed() throws Exception {
    MethodCatalog methods =
        new MethodCatalog() {
          @Override
          public List<MethodInfo> methods() {
            return vocabulary.methods().methods();
          }

          @Override
          public Optional<String> digest(String name) {
            return Optional.of("code-of-" + name).filter(c -> name.equals("lora"));
          }
        };
    Vocabulary names =
        new Vocabulary(methods, vocabulary.datasets(), vocabulary.models(), vocabulary.recipe());
    String spec =
        SPEC.replace(
            "base: {method: lora, task: old-task", "base: {method: lora, task: picto-lvis");
    Cell cell = plan(spec, SpecOverrides.NONE, names, Scales.SMALL).cells().get(1);
    assertThat(cell.digests())
        .containsEntry("method:lora", "code-of-lora")
        .containsEntry("data:picto-lvis", "digest-of-picto-lvis")
        .containsEntry("test:picto-coco", "test-digest-of-picto-coco")
        .containsEntry("data:picto-odinw13/Aquarium", "digest-of-picto-odinw13/Aquarium");
    Plan missing =
        plan(
            SPEC.replace("lora, task: old-task", "lora, task: coco")
                .replace("alsoTestedOn: [old-task]", "alsoTestedOn: [odinw/VOC]"));
    assertThat(missing.missing())
        .containsExactlyInAnyOrder(Ingredient.test("odinw/VOC"), Ingredient.data("coco"));
  }

  /** Nothing can go by a validation that the base does not have. */
  @Test
  void aBaseThatIsNotValidatedKeepsTheLastParametersAndEndsWhereItShould() throws Exception {
    String chooses =
        "recipe: {keep: best, schedule: plateau, stopPatience: 3, validateEvery: 5, steps: 20,";
    String scale = Scales.SMALL.replace("recipe: {steps: 20,", chooses);
    List<Cell> cells = plan(SPEC, SpecOverrides.NONE, vocabulary, scale).cells();
    assertThat(cells.get(1).recipe())
        .containsEntry("keep", "best")
        .containsEntry("validateEvery", 5L);
    assertThat(base(cells.get(1)).recipe())
        .containsEntry("validateEvery", 0L)
        .containsEntry("keep", "last")
        .containsEntry("schedule", "constant")
        .containsEntry("stopPatience", 0L);
    String byEpochs = scale.replace("validateEvery: 5", "validateEpochs: 1");
    assertThat(base(plan(SPEC, SpecOverrides.NONE, vocabulary, byEpochs).cells().get(1)).recipe())
        .containsEntry("keep", "best")
        .containsEntry("schedule", "plateau");
  }

  @Test
  void settingsOfTheBaseMustFitTheModel() throws Exception {
    String spec =
        SPEC.replace("sdpt, base: {method: lora,", "lora, base: {method: sdpt, settings: {SET},");
    assertThatThrownBy(() -> plan(spec.replace("SET", "layers: 0-9")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("x.yaml:8:60: sdpt: layers is not one of two of glip-mini");
    // with an axis of the same method, which leaves the base alone, only the planner knows
    assertThatThrownBy(
            () -> plan(spec.replace("SET", "k: 101") + "matrix: {product: {sdpt.k: [1]}}\n"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(
            "spec x, LoRA on SDPT: sdpt: k is over 100; allowed with init normal only");
  }

  @Test
  void theTrainingOfTheBaseTakesTime() throws Exception {
    List<Cell> cells = plan(SPEC).cells();
    CellTimes times =
        new CellTimes(
            Scales.small(vocabulary).estimate(),
            FakeVocabulary.create(false).datasets(),
            List.of());
    assertThat(times.seconds(cells.get(0))).isCloseTo(20 * 8 * 0.01 + 2, within(1e-9));
    assertThat(times.seconds(cells.get(1))).isCloseTo((20 + 40) * 8 * 0.01 + 2, within(1e-9));
    times.add(FakeRecords.of(cells.get(1), RunRecord.Outcome.COMPLETED, "", 68.0));
    assertThat(times.seconds(cells.get(1))).isCloseTo(68, within(1e-9));
  }

  @Test
  void aCellWithABaseSurvivesItsFile(@TempDir Path folder) throws Exception {
    Cell cell = plan(SPEC).cells().get(1);
    new CellJson().write(cell, folder.resolve("cell.json"));
    Cell back = new CellJson().read(folder.resolve("cell.json"));
    assertThat(back).isEqualTo(cell);
    assertThat(back.id()).isEqualTo(cell.id());
    assertThat(Map.of(1, back.canonical())).containsValue(cell.canonical());
  }

  /** So that what one experiment has trained another one need not train again. */
  @Test
  void whatIsTrainedFirstIsTheCellThatItWouldBeByItself() throws Exception {
    String head = "name: x\ntitle: t\nquestion: q\nseeds: [3]\n";
    Cell itself = plan(head + "tasks: [old-task]\nmethods: [lora]\n").cells().get(0);
    Cell stacked =
        plan(head
                + "tasks: [odinw13/Aquarium]\n"
                + "methods: [{method: sdpt, base: {method: lora, task: old-task}}]\n")
            .cells()
            .get(0);
    assertThat(stacked.ofBase().orElseThrow()).isEqualTo(itself);
    assertThat(stacked.ofBase().orElseThrow().id()).isEqualTo(itself.id());
  }
}
