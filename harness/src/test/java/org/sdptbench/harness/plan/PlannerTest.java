package org.sdptbench.harness.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.MethodCatalog;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.ScaleReader;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.SpecOverrides;
import org.sdptbench.harness.spec.SpecReader;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

class PlannerTest {
  private final Vocabulary vocabulary = FakeVocabulary.create(false);

  private Plan plan(String... specs) throws Exception {
    return plan(SpecOverrides.NONE, specs);
  }

  private Plan plan(SpecOverrides overrides, String... texts) throws Exception {
    List<Spec> specs = new ArrayList<>();
    for (String text : texts) {
      specs.add(Scales.spec(vocabulary, "name: x\ntitle: t\nquestion: q\n" + text));
    }
    var scale = Scales.small(vocabulary);
    return new Planner(vocabulary, scale).plan(overrides.apply(specs, vocabulary, scale));
  }

  private static List<String> lines(Plan plan) {
    return plan.cells().stream()
        .map(c -> c.method().label() + " | " + c.task().dataset() + " | " + c.seed())
        .toList();
  }

  @Test
  void methodsTasksShotsAndSeedsMultiplyInWaves() throws Exception {
    assertThat(
            lines(
                plan(
"""
tasks: [odinw13, odinw13/Thermal]
methods: [zero-shot, full]
seeds: [30, 3]
""")))
        .containsExactly(
            "Zero-shot | Aquarium | 0",
            "Full fine-tuning | Aquarium | 30",
            "Zero-shot | Thermal | 0",
            "Full fine-tuning | Thermal | 30",
            "Full fine-tuning | Aquarium | 3",
            "Full fine-tuning | Thermal | 3");
  }

  @Test
  void aMethodWithoutTrainingHasOneCellATask() throws Exception {
    Plan plan =
        plan(
"""
tasks: [picto-coco]
methods: [zero-shot]
seeds: 0..2
shots: [1, 3]
matrix: {product: {recipe.steps: [5, 6]}}
""");
    assertThat(plan.cells()).hasSize(1);
    assertThat(plan.experiments().get(0).entries()).hasSize(1);
    assertThat(plan.cells().get(0).recipe())
        .containsOnlyKeys(
            "testSplit",
            "testImages",
            "prompts",
            "phrases",
            "precision",
            "classes",
            "bootstrap",
            "pictures",
            "attention",
            "shorterSide",
            "longerSide");
    assertThat(plan.cells().get(0).task())
        .isEqualTo(new RunRecord.Task("picto-coco", "picto-coco", 0));
  }

  @Test
  void anAxisOfSettingsConcernsItsMethodOnly() throws Exception {
    assertThat(
            lines(
                plan(
"""
tasks: [odinw13/Aquarium]
methods: [full, sdpt]
matrix: {product: {sdpt.k: [1, 5], sdpt.mask: [paper, release]}}
""")))
        .containsExactly(
            "Full fine-tuning | Aquarium | 0",
            "SDPT, k = 1, mask = paper | Aquarium | 0",
            "SDPT, k = 1, mask = release | Aquarium | 0",
            "SDPT, k = 5, mask = paper | Aquarium | 0",
            "SDPT, k = 5, mask = release | Aquarium | 0");
  }

  private static List<String> rows(Plan plan) {
    return plan.experiments().get(0).entries().stream().map(Plan.Entry::label).toList();
  }

  private static SpecOverrides set(String... settings) {
    return new SpecOverrides(false, Optional.empty(), List.of(), List.of(settings));
  }

  @Test
  void aLabelFollowsTheSettingsInForceAndEqualRowsAreOne() throws Exception {
    String spec =
        """
        tasks: [odinw13/Aquarium]
        methods:
          - {method: sdpt, label: SDPT (k = 10), settings: {k: 10}}
          - {method: sdpt, label: SDPT (k = 90), settings: {k: 90}}
          - {method: sdpt, label: masked as released, settings: {mask: release}}
        """;
    assertThat(rows(plan(spec)))
        .containsExactly("SDPT (k = 10)", "SDPT (k = 90)", "masked as released");
    Plan plan = plan(set("sdpt.k=10"), spec);
    assertThat(rows(plan)).containsExactly("SDPT, k = 10", "masked as released, k = 10");
    assertThat(plan.cells())
        .extracting(cell -> cell.method().label())
        .containsExactly("SDPT, k = 10", "masked as released, k = 10");
    assertThat(rows(plan(set("sdpt.mask=paper"), spec)))
        .as("10 tokens are the standard, so unmasked it is the first")
        .containsExactly("SDPT (k = 10), mask = paper", "SDPT (k = 90), mask = paper");
    assertThat(rows(plan(set("sdpt.k=5,20", "sdpt.mask=paper"), spec)))
        .as("both of SDPT and the masked one are the same now")
        .containsExactly("SDPT, k = 5, mask = paper", "SDPT, k = 20, mask = paper");
  }

  @Test
  void whatChangesNoSettingOfTheEntryChangesNoCell() throws Exception {
    String spec =
        """
        tasks: [odinw13/Aquarium]
        methods: [{method: sdpt, label: SDPT (k = 10), settings: {k: 10}}]
        """;
    assertThat(plan(set("sdpt.k=10"), spec).cells())
        .extracting(Cell::id)
        .containsExactlyElementsOf(plan(spec).cells().stream().map(Cell::id).toList());
  }

  @Test
  void anEntryOnTopOfAnotherKeepsItsLabel() throws Exception {
    String spec =
        """
        tasks: [odinw13/Aquarium]
        methods:
          - method: sdpt
            label: on rank 4
            settings: {k: 10}
            base: {method: lora, settings: {rank: 4}, task: picto-coco}
          - method: sdpt
            label: on rank 8
            settings: {k: 10}
            base: {method: lora, settings: {rank: 8}, task: picto-coco}
        """;
    assertThat(rows(plan(set("sdpt.k=5"), spec)))
        .containsExactly("on rank 4, k = 5", "on rank 8, k = 5");
  }

  @Test
  void zipStepsTogetherAndExcludeAndIncludeHaveTheLastWord() throws Exception {
    assertThat(
            lines(
                plan(
                    """
                    tasks: [odinw13]
                    methods: [sdpt, lora]
                    seeds: [0, 1]
                    matrix:
                      zip:
                        - {sdpt.k: [1, 5, 10], sdpt.init: [a, b, c]}
                      exclude:
                        - {sdpt.k: 5, seed: 1}
                        - {task: odinw13/Thermal, method: sdpt}
                        - {method: LoRA, lora.rank: 8, seed: 0}
                        - {lora.rank: 9}
                      include:
                        - {method: sdpt, task: odinw13/Thermal, seed: 7, sdpt.k: 99}
                    """)))
        .containsExactly(
            "SDPT, k = 1, init = a | Aquarium | 0",
            "SDPT, k = 5, init = b | Aquarium | 0",
            "SDPT, k = 10, init = c | Aquarium | 0",
            "SDPT, k = 1, init = a | Aquarium | 1",
            "SDPT, k = 10, init = c | Aquarium | 1",
            "LoRA | Aquarium | 1",
            "LoRA | Thermal | 1",
            "SDPT, k = 99 | Thermal | 7");
  }

  @Test
  void axesThatEverySpecHasMayStepTogetherToo() throws Exception {
    assertThat(
            lines(
                plan(
                    """
                    tasks: [odinw13]
                    methods: [full, lora]
                    matrix:
                      zip:
                        - {method: [full, LoRA], task: [odinw13/Thermal, odinw13/Aquarium], seed: [5, 6]}
                    """)))
        .containsExactly("Full fine-tuning | Thermal | 5", "LoRA | Aquarium | 6");
  }

  @Test
  void theRecipeComesFromTheLastThatSaysSomething() throws Exception {
    Plan plan =
        plan(
            """
            tasks: [picto-coco]
            methods: [full, sdpt, {method: sdpt, label: S, recipe: {learningRate: 0.5}}]
            recipe: {weightDecay: 0.25}
            """);
    List<List<Object>> found =
        plan.cells().stream()
            .map(Cell::recipe)
            .map(r -> List.of(r.get("steps"), r.get("learningRate"), r.get("weightDecay")))
            .toList();
    // steps from the role old-task, which holds picto-coco whatever the spec calls it
    assertThat(found)
        .containsExactly(
            List.of(40L, 1e-3, 0.25), List.of(40L, 0.2, 0.25), List.of(40L, 0.5, 0.25));
  }

  @Test
  void aScaleGivesVariantsOfAMethodARecipeOfTheirOwn() throws Exception {
    Scale scale =
        new ScaleReader(vocabulary)
            .parse(
                "s.yaml",
                Scales.SMALL.replace(
                    "sdpt: {recipe: {learningRate: 0.2}}",
                    "sdpt: {recipe: {learningRate: 0.2, steps: 7},"
                        + " variants: [{settings: {k: 5}, recipe: {learningRate: 0.1}},"
                        + " {settings: {k: 5}, recipe: {learningRate: 9}}]}"));
    Spec spec =
        new SpecReader(vocabulary, scale)
            .parse(
                "x.yaml",
                "name: x\ntitle: t\nquestion: q\ntasks: [odinw13/Aquarium]\nmethods: [sdpt]\n"
                    + "matrix: {product: {sdpt.k: [10, 5]}}\n");
    assertThat(new Planner(vocabulary, scale).plan(List.of(spec)).cells())
        .extracting(cell -> cell.recipe().get("learningRate"), cell -> cell.recipe().get("steps"))
        .containsExactly(tuple(0.2, 7L), tuple(0.1, 7L));
  }

  @Test
  void specsShareCellsAndKeepTheirLabels() throws Exception {
    Plan plan =
        plan(
            "tasks: [odinw13/Aquarium]\nmethods: [sdpt]\n",
            "tasks: [odinw13]\nmethods: [{method: sdpt, label: ours, settings: {k: 10}}]\n");
    assertThat(plan.cells()).hasSize(2);
    assertThat(plan.experiments().get(0).entries().get(0).cell())
        .isEqualTo(plan.experiments().get(1).entries().get(0).cell());
    assertThat(plan.experiments().get(1).entries())
        .extracting(Plan.Entry::label)
        .containsOnly("ours");
  }

  @Test
  void quickAndTheCommandLineChangeSpecs() throws Exception {
    String spec =
        """
        tasks: [odinw13]
        methods: [zero-shot, full, {method: sdpt, label: A}, {method: sdpt, label: B, settings: {mask: release}}]
        seeds: 0..2
        matrix: {product: {sdpt.k: [1, 2]}}
        quick: {tasks: [odinw13/Thermal], methods: [full, A], recipe: {steps: 3}}
        """;
    Plan quick = plan(new SpecOverrides(true, Optional.empty(), List.of(), List.of()), spec);
    assertThat(lines(quick))
        .containsExactly(
            "Full fine-tuning | Thermal | 0", "A, k = 1 | Thermal | 0", "A, k = 2 | Thermal | 0");
    assertThat(quick.cells().get(0).recipe()).containsEntry("steps", 3L);
    Plan set =
        plan(
            new SpecOverrides(
                true, Optional.of("4,5"), List.of("sdpt"), List.of("sdpt.k=20", "recipe.steps=9")),
            spec);
    assertThat(lines(set))
        .containsExactly(
            "A, k = 20, steps = 9 | Thermal | 4",
            "B, k = 20, steps = 9 | Thermal | 4",
            "A, k = 20, steps = 9 | Thermal | 5",
            "B, k = 20, steps = 9 | Thermal | 5");
    assertThat(set.cells().get(0).method().settings()).containsEntry("k", 20L);
    assertThat(set.cells().get(0).recipe()).containsEntry("steps", 9L);
  }

  private static SpecOverrides tasks(String... tasks) {
    return new SpecOverrides(false, Optional.empty(), List.of(), List.of(tasks), List.of());
  }

  /** By whatever name; what the matrix includes too, and with the settings of the spec's role. */
  @Test
  void someOfTheTasksLeaveCellsAsTheyWere() throws Exception {
    String spec =
        "tasks: [odinw13, old-task]\nmethods: [sdpt]\n"
            + "matrix: {include: [{method: sdpt, recipe.stepsFactor: 2}]}\n";
    List<Cell> all = plan(SpecOverrides.NONE, spec).cells();
    for (String name : List.of("odinw13/Aquarium", "picto-odinw13/Aquarium")) {
      List<Cell> some = plan(tasks(name), spec).cells();
      assertThat(some)
          .isEqualTo(
              all.stream().filter(c -> c.dataset().equals("picto-odinw13/Aquarium")).toList())
          .hasSize(2);
    }
    assertThat(plan(tasks("old-task", "odinw13"), spec).cells()).isEqualTo(all);
    assertThat(plan(tasks("picto-lvis"), spec).cells()).as("not of this spec").isEmpty();
    assertThatThrownBy(() -> plan(tasks("odinw14"), spec))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("--tasks: unknown task 'odinw14', did you mean 'odinw13'?");
  }

  @Test
  void settingsOfAPointThatDoNotFitTogetherAreNamedOnce() {
    assertThatThrownBy(
            () ->
                plan(
                    """
                    tasks: [odinw13]
                    methods: [full, {method: sdpt, label: A, settings: {layers: "0"}}, sdpt]
                    seeds: 0..2
                    matrix: {product: {sdpt.mask: [paper, release]}, include: [{method: A, sdpt.k: 200}]}
                    """))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            """
            spec x, A, mask = release: sdpt: with mask release layers are all
            spec x, A, k = 200: sdpt: k is over 100; allowed with init normal only
            2 problems, nothing has run.""");
  }

  @Test
  void aMisfitThatAnotherSettingLiftsOrExcludeLeavesOutIsNone() throws Exception {
    assertThat(
            lines(
                plan(
                    """
                    tasks: [odinw13/Aquarium]
                    methods: [{method: sdpt, settings: {k: 200}}]
                    matrix:
                      product: {sdpt.init: [uniform, normal], sdpt.layers: [all, "7"]}
                      exclude: [{sdpt.init: uniform}, {sdpt.layers: "7"}]
                    """)))
        .containsExactly("SDPT, init = normal, layers = all | Aquarium | 0");
  }

  @Test
  void aTaskWhoseOnlyClassCannotBeSplitIsNamedOnce() {
    for (String tasks :
        List.of(
            "tasks: [odinw13, picto-odinw13/Raccoon]",
            "tasks: [odinw13]\nalsoTestedOn: [picto-odinw13/Raccoon]")) {
      assertThatThrownBy(
              () ->
                  plan(
                      tasks
                          + """

                          methods: [zero-shot, full, sdpt]
                          seeds: 0..2
                          recipe: {classes: base}
                          """))
          .isInstanceOf(InvalidInputException.class)
          .hasMessage(
              """
              spec x: picto-odinw13/Raccoon has 1 class, raccoon; recipe.classes = base needs at least 2
              1 problem, nothing has run.""");
    }
  }

  /** To answer, a method builds a model. */
  @Test
  void aMethodIsAskedOnceAboutTheSameSettings() throws Exception {
    List<Map<String, Object>> asked = new ArrayList<>();
    MethodCatalog counting =
        () ->
            vocabulary.methods().methods().stream()
                .map(
                    m ->
                        new MethodInfo(
                            m.name(),
                            m.title(),
                            m.summary(),
                            m.trains(),
                            m.settings(),
                            (model, settings) -> {
                              asked.add(settings);
                              return m.fit().problem(model, settings);
                            }))
                .toList();
    Vocabulary other =
        new Vocabulary(counting, vocabulary.datasets(), vocabulary.models(), vocabulary.recipe());
    String text =
        """
        name: x
        title: t
        question: q
        tasks: [odinw13]
        methods: [sdpt]
        seeds: 0..4
        matrix: {product: {sdpt.k: [1, 2], recipe.steps: [1, 2, 3]}}
        """;
    Plan plan = new Planner(other, Scales.small(other)).plan(List.of(Scales.spec(other, text)));
    assertThat(plan.cells()).hasSize(2 * 5 * 2 * 3);
    assertThat(asked).extracting(settings -> settings.get("k")).containsExactly(1L, 2L);
  }

  /** Nineteen gigabytes of training images need not be there for a test. */
  @Test
  void whatTrainsNothingNeedsTestImagesOnly() throws Exception {
    Plan plan = plan("tasks: [coco]\nmethods: [zero-shot]\nmodel: glip-mini\n");
    assertThat(plan.missing()).containsExactly(Ingredient.test("coco"));
    Plan both = plan("tasks: [coco]\nmethods: [zero-shot, full]\nmodel: glip-mini\n");
    assertThat(both.missing()).containsExactly(Ingredient.data("coco"));
  }

  @Test
  void whatIsNotOnThisMachineIsNamed() throws Exception {
    Plan plan = plan("tasks: [odinw/Aquarium, picto-coco]\nmethods: [full]\nmodel: glip-t\n");
    assertThat(plan.missing())
        .containsExactly(Ingredient.weights("glip-t"), Ingredient.data("odinw/Aquarium"));
  }

  /** Methods from elsewhere have a digest, those of this project the protocol version. */
  @Test
  void theCodeOfAMethodFromElsewhereIsPartOfItsCells() throws Exception {
    Map<String, String> ids = new TreeMap<>();
    for (String code : List.of("", "one", "two")) {
      MethodCatalog methods =
          new MethodCatalog() {
            @Override
            public List<MethodInfo> methods() {
              return vocabulary.methods().methods();
            }

            @Override
            public Optional<String> digest(String name) {
              return Optional.of(code).filter(c -> name.equals("lora") && !c.isEmpty());
            }
          };
      Vocabulary other =
          new Vocabulary(methods, vocabulary.datasets(), vocabulary.models(), vocabulary.recipe());
      String text = "name: x\ntitle: t\nquestion: q\ntasks: [picto-coco]\nmethods: [lora, full]\n";
      Plan plan = new Planner(other, Scales.small(other)).plan(List.of(Scales.spec(other, text)));
      for (Cell cell : plan.cells()) {
        ids.put(cell.method().name() + code, cell.id());
        assertThat(cell.digests().get("method:" + cell.method().name()))
            .isEqualTo(cell.method().name().equals("lora") && !code.isEmpty() ? code : null);
      }
    }
    assertThat(ids.get("full")).isEqualTo(ids.get("fullone")).isEqualTo(ids.get("fulltwo"));
    assertThat(Set.of(ids.get("lora"), ids.get("loraone"), ids.get("loratwo"))).hasSize(3);
  }
}
