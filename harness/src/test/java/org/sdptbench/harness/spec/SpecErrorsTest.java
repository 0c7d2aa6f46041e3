package org.sdptbench.harness.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.harness.testing.Scales;

/** The messages are golden: they are what a user sees. */
class SpecErrorsTest {
  private final Vocabulary vocabulary = FakeVocabulary.create(false);

  private String errors(String yaml) {
    InvalidInputException e =
        catchThrowableOfType(InvalidInputException.class, () -> Scales.spec(vocabulary, yaml));
    assertThat(e).as("the spec has mistakes").isNotNull();
    return String.valueOf(e.getMessage());
  }

  @Test
  void allProblemsOfStructureNamesAndRangesAreReportedTogether() {
    assertThat(
            errors(
                """
                name: Wrong Name
                title: 7
                question: why?
                tasks: [odinw14, odinw13/Aqarium, picto-coco, picto-coco]
                metods: [full]
                methods:
                  - zeroshot
                  - {method: sdpt, settings: {k: -3, maks: paper}}
                  - {method: sdpt, label: SDPT 2, settings: {mask: relaese}, recipe: {steps: many}}
                  - {label: nothing}
                  - full
                  - full
                seeds: 2..0
                shots: [-1]
                recipe: {learningrate: 1e-3, batchSize: 2.5}
                model: backbon
                """))
        .isEqualTo(
            """
            x.yaml:1:7: 'name': found 'Wrong Name'; allowed: lower-case letters, digits and hyphens; the file's name without .yaml
            x.yaml:2:8: 'title': found 7; allowed: a title for tables and charts
            x.yaml:4:9: unknown task of scale small 'odinw14', did you mean 'odinw13'? Allowed: old-task, odinw13, odinw13/Aquarium, odinw13/Thermal, picto-odinw13, odinw, picto-coco, picto-lvis, coco, lvis, picto-odinw13/VOC, picto-odinw13/Aerial, picto-odinw13/Aquarium, picto-odinw13/Rabbits, picto-odinw13/EgoHands, picto-odinw13/Mushrooms, picto-odinw13/Packages, picto-odinw13/Raccoon, picto-odinw13/Shellfish, picto-odinw13/Vehicles, ... (36 in all)
            x.yaml:4:18: unknown task of scale small 'odinw13/Aqarium', did you mean 'odinw13/Aquarium'? Allowed: old-task, odinw13, odinw13/Aquarium, odinw13/Thermal, picto-odinw13, odinw, picto-coco, picto-lvis, coco, lvis, picto-odinw13/VOC, picto-odinw13/Aerial, picto-odinw13/Aquarium, picto-odinw13/Rabbits, picto-odinw13/EgoHands, picto-odinw13/Mushrooms, picto-odinw13/Packages, picto-odinw13/Raccoon, picto-odinw13/Shellfish, picto-odinw13/Vehicles, ... (36 in all)
            x.yaml:4:47: task 'picto-coco' again
            x.yaml:5:1: unknown key 'metods', did you mean 'methods'? Allowed: name, title, question, reproduces, model, tasks, alsoTestedOn, methods, shots, seeds, recipe, matrix, quick, report
            x.yaml:7:5: unknown method 'zeroshot', did you mean 'zero-shot'? Allowed: bitfit, full, linear-probe, lora, sdpt, zero-shot
            x.yaml:8:34: 'sdpt.k': found -3; allowed: a whole number from 0 to 1000
            x.yaml:8:38: unknown setting of sdpt 'maks', did you mean 'mask'? Allowed: k, mask, layers, init
            x.yaml:9:52: unknown value of sdpt.mask 'relaese', did you mean 'release'? Allowed: paper, release
            x.yaml:9:78: 'recipe.steps': found 'many'; allowed: a whole number from 0 to 10000000
            x.yaml:10:5: missing key 'method'; allowed: a method's name
            x.yaml:12:5: label 'Full fine-tuning' again; line 11 has it already: give one of them another label
            x.yaml:13:8: seeds: found '2..0'; allowed: whole numbers from 0 without repetition, such as 0,3,7 or the range 0..2, at most 1000
            x.yaml:14:9: 'shots/0': found -1; allowed: a whole number from 0 (all images) to 1000
            x.yaml:15:10: unknown setting of recipe 'learningrate', did you mean 'learningRate'? Allowed: steps, epochs, stepsFactor, batchSize, learningRate, tokenRate, mapRate, adapterRate, headRate, weightDecay, warmupSteps, schedule, patience, stopPatience, keep, clipNorm, validateEvery, validateEpochs, validationImages, labels, ... (38 in all)
            x.yaml:15:41: 'recipe.batchSize': found 2.5; allowed: a whole number from 1 to 4096
            x.yaml:16:8: unknown model 'backbon', did you mean 'backbone'? Allowed: backbone, glip-mini, glip-t, glip-l
            18 problems, nothing has run.""");
  }

  @Test
  void anUnquotedValueWithSeveralMeaningsIsAMistake() throws Exception {
    String spec =
        """
        name: x
        title: t
        question: %s
        tasks: [odinw13]
        methods: [{method: sdpt, settings: {k: %s}}]
        """;
    for (String value :
        List.of("010", "0x10", "0o17", "0b1", "1_000", "1:30", "-07", "yes", "No", "on", "OFF")) {
      assertThat(errors(spec.formatted("why?", value)))
          .as(value)
          .contains("x.yaml:5:40: " + value + " has several meanings; allowed: numbers such as 10");
    }
    assertThat(errors(spec.formatted("no", "10"))).contains("x.yaml:3:11: no has several meanings");
    assertThat(errors(spec.formatted("!!str 7", "10"))).contains("x.yaml:3:11: tags are not");
    for (String quoted : List.of("\"no\"", "'010'", "|\n  010", "no way", "why 010?")) {
      assertThat(Scales.spec(vocabulary, spec.formatted(quoted, "10")).methods()).hasSize(1);
    }
  }

  @Test
  void aFileInAnotherEncodingIsAMistakeWithItsPlace(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("x.yaml");
    Files.write(file, "name: x\ntitle: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    Problems problems = new Problems();
    assertThat(YamlSource.read(file, problems)).isEmpty();
    assertThat(catchThrowableOfType(InvalidInputException.class, problems::throwIfAny))
        .hasMessageContaining(
            file + ":2:11: found the byte 0xE9, which is not UTF-8; allowed: a text in UTF-8");
    Files.writeString(file, "name: x\ntitle: caf\u00e9\n");
    assertThat(YamlSource.read(file, problems).orElseThrow().root().path("title").asText())
        .isEqualTo("caf\u00e9");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xC3}); // cut within a character
    assertThat(YamlSource.read(file, new Problems())).isEmpty();
  }

  @Test
  void anItemOfTheWrongKindIsOneProblem() {
    assertThat(
            errors(
                """
                name: x
                title: t
                question: q
                tasks: [{data: odinw13}, odinw13]
                methods: [full]
                quick: {methods: [{method: full}]}
                report: {metrics: [7]}
                """))
        .isEqualTo(
            """
            x.yaml:4:9: 'tasks/0': found {"data":"odinw13"}; allowed: a name
            x.yaml:6:19: 'quick/methods/0': found {"method":"full"}; allowed: a name
            x.yaml:7:20: 'report/metrics/0': found 7; allowed: a metric such as AP, AP50, APr
            3 problems, nothing has run.""");
  }

  @Test
  void aMatrixNamesItsMistakes() {
    assertThat(
            errors(
                    """
                name: x
                title: t
                question: q
                tasks: [odinw13]
                methods: [sdpt, full]
                matrix:
                  product: {sdpt.q: [1], lora.rank: [2], sdpt.k: [1, 2000], seed: [x]}
                  zip:
                    - {recipe.steps: [1, 2], recipe.batchSize: [4]}
                    - {sdpt.k: [3]}
                  exclude:
                    - {method: bitfit}
                  include: [{task: none, colour: red}]
                """)
                .replaceAll("Allowed: old-task.*", "Allowed: ...")
                .replaceAll("allowed: old-task.*", "allowed: ..."))
        .isEqualTo(
            """
            x.yaml:7:13: unknown axis 'sdpt.q', did you mean 'sdpt.k'? Allowed: method, task, shots, seed, sdpt.k, sdpt.mask, sdpt.layers, sdpt.init, recipe.steps, recipe.epochs, recipe.stepsFactor, recipe.batchSize, recipe.learningRate, recipe.tokenRate, recipe.mapRate, recipe.adapterRate, recipe.headRate, recipe.weightDecay, recipe.warmupSteps, recipe.schedule, ... (46 in all)
            x.yaml:7:26: axis 'lora.rank': no such method here; allowed: sdpt, full
            x.yaml:7:54: 'sdpt.k': found 2000; allowed: a whole number from 0 to 1000
            x.yaml:7:68: 'seed': found 'x'; allowed: a whole number from 0 to 999999999
            x.yaml:9:7: zip: recipe.steps has 2, recipe.batchSize has 1; allowed: lists of one length, they step together
            x.yaml:10:8: axis 'sdpt.k' again; line 7 has it already
            x.yaml:12:16: unknown method 'bitfit'; allowed: sdpt, full, SDPT, Full fine-tuning
            x.yaml:13:20: unknown task 'none'; allowed: ...
            x.yaml:13:26: unknown axis 'colour'; allowed: method, task, shots, seed, sdpt.k, sdpt.mask, sdpt.layers, sdpt.init, recipe.steps, recipe.epochs, recipe.stepsFactor, recipe.batchSize, recipe.learningRate, recipe.tokenRate, recipe.mapRate, recipe.adapterRate, recipe.headRate, recipe.weightDecay, recipe.warmupSteps, recipe.schedule, ... (46 in all)
            9 problems, nothing has run.""");
  }

  @Test
  void settingsThatDoNotFitTheModelAreNamedWhereTheyStand() {
    assertThat(
            errors(
                """
                name: x
                title: t
                question: q
                tasks: [odinw13]
                methods:
                  - {method: sdpt, settings: {layers: 0-9, k: 200}}
                  - {method: sdpt, label: A, settings: {layers: "0", mask: release}}
                  - {method: sdpt, label: B, settings: {k: 200, init: normal}}
                  - {method: sdpt, label: C, settings: {layers: 0-9, k: -1}}
                """))
        .isEqualTo(
            """
            x.yaml:6:39: sdpt: layers is not one of two of glip-mini
            x.yaml:6:47: sdpt: k is over 100; allowed with init normal only
            x.yaml:7:40: sdpt: with mask release layers are all
            x.yaml:9:57: 'sdpt.k': found -1; allowed: a whole number from 0 to 1000
            4 problems, nothing has run.""");
  }

  /** The planner judges the points; here the matrix lifts what the entry alone would be told. */
  @Test
  void settingsThatTheMatrixChangesAreLeftToThePlanner() throws Exception {
    for (String matrix :
        new String[] {"product: {sdpt.init: [normal]}", "zip: [{sdpt.init: [normal]}]"}) {
      Spec spec =
          Scales.spec(
              vocabulary,
              """
              name: x
              title: t
              question: q
              tasks: [odinw13]
              methods: [{method: sdpt, settings: {k: 200}}]
              matrix: {%s}
              """
                  .formatted(matrix));
      assertThat(spec.methods().get(0).settings()).containsEntry("k", 200L);
    }
  }

  @Test
  void whatIsTrainedFirstNamesItsMistakes() {
    assertThat(
            errors(
                    """
                name: x
                title: t
                question: q
                tasks: [odinw13]
                alsoTestedOn: [old-tsk]
                methods:
                  - {method: sdpt, base: {method: lroa, task: old-task}}
                  - {method: sdpt, base: {method: zero-shot, task: odinw13}}
                  - {method: sdpt, label: A, base: {method: lora, settings: {rnak: 2, alpha: -1}, recipe: {steps: x}, task: odlnw}}
                  - {method: sdpt, label: B, base: {method: lora}}
                  - {method: full, continues: odinw13/Thermal, base: {method: lora, tusk: a, task: old-task}}
                  - {method: zero-shot, continues: picto}
                  - {method: sdpt, base: lora}
                """)
                .replaceAll("llowed: old-task.*", "llowed: ..."))
        .isEqualTo(
            """
            x.yaml:5:16: unknown task of scale small 'old-tsk', did you mean 'old-task'? Allowed: ...
            x.yaml:7:35: unknown method 'lroa', did you mean 'lora'? Allowed: bitfit, full, linear-probe, lora, sdpt, zero-shot
            x.yaml:8:35: base zero-shot trains nothing; allowed: bitfit, full, linear-probe, lora, sdpt
            x.yaml:8:52: task 'odinw13' is 2 data sets; allowed: the name of a single data set, such as odinw13/Aquarium
            x.yaml:9:62: unknown setting of lora 'rnak', did you mean 'rank'? Allowed: rank, alpha, sites
            x.yaml:9:78: 'lora.alpha': found -1; allowed: a number from 0 to 1024
            x.yaml:9:99: 'recipe.steps': found 'x'; allowed: a whole number from 0 to 10000000
            x.yaml:9:109: unknown task 'odlnw', did you mean 'odinw'? Allowed: ...
            x.yaml:10:30: missing key 'task'; allowed: the name of a single data set
            x.yaml:11:20: base and continues in one entry; allowed: only one of the two
            x.yaml:11:69: unknown key 'tusk', did you mean 'task'? Allowed: method, settings, recipe, task
            x.yaml:12:25: 'continues' of zero-shot, which trains nothing itself; allowed: bitfit, full, linear-probe, lora, sdpt
            x.yaml:12:36: unknown task 'picto'; allowed: ...
            x.yaml:13:26: 'methods/6/base': found 'lora'; allowed: what is trained first and frozen beneath: {method, settings, recipe, task}
            14 problems, nothing has run.""");
  }

  @Test
  void yamlThatHidesWhatRunsIsRefused() {
    assertThat(errors("name: a\nname: b\nshots: &s [1]\nseeds: *s\n"))
        .isEqualTo(
            """
            x.yaml:2:1: key 'name' again; it stands at line 1 already
            x.yaml:3:8: anchors and aliases are not allowed: write the value out
            x.yaml:4:8: anchors and aliases are not allowed: write the value out
            3 problems, nothing has run.""");
    assertThat(errors("name: [a\ntitle: b\n")).startsWith("x.yaml:2:6: not valid YAML: ");
    assertThat(errors("")).startsWith("x.yaml:1:1: the file is empty");
    assertThat(errors("name: a\n---\nname: b\n")).contains("a second document");
    assertThat(errors("just a text")).contains("x.yaml:1:1: the file: found 'just a text'");
    assertThat(errors("[".repeat(5000))).contains("not valid YAML");
  }

  @Test
  void quickMayOnlyNameWhatTheSpecHas() {
    assertThat(
            errors(
                """
                name: x
                title: t
                question: q
                tasks: [odinw13]
                methods: [sdpt]
                quick: {methods: [full], seeds: [0, 0], speed: high}
                report: {rows: methods, charts: [pie]}
                """))
        .isEqualTo(
            """
            x.yaml:6:19: unknown method 'full'; allowed: sdpt, SDPT
            x.yaml:6:33: seeds: found '0,0'; allowed: whole numbers from 0 without repetition, such as 0,3,7 or the range 0..2, at most 1000
            x.yaml:6:41: unknown key 'speed', did you mean 'seeds'? Allowed: tasks, methods, shots, seeds, recipe
            x.yaml:7:16: 'report/rows': found 'methods'; allowed: method, task, shots
            x.yaml:7:34: 'report/charts/0': found 'pie'; allowed: pareto, line, bar, dots, rank, curves, few-shot, cost, tests
            5 problems, nothing has run.""");
  }

  @Test
  void missingKeysAndEmptyValuesAreNamed() {
    assertThat(errors("name: x\ntitle:\ntasks: []\nmethods: {}\n"))
        .contains("missing key 'question'; allowed: the question that the experiment answers")
        .contains("x.yaml:2:")
        .contains("'title': found nothing; allowed: a title for tables and charts")
        .contains("x.yaml:3:8: 'tasks': found an empty list; allowed: a list of names")
        .contains("x.yaml:4:10: 'methods': found an empty map; allowed: a list of methods");
  }
}
