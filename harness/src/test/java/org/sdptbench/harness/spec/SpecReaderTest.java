package org.sdptbench.harness.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.ChartKind;

class SpecReaderTest {
  private final Vocabulary vocabulary = FakeVocabulary.create(false);

  @Test
  void aSpecCanAskForEveryKindOfChart() throws Exception {
    List<String> words = Arrays.stream(ChartKind.values()).map(ChartKind::word).toList();
    Spec spec =
        Scales.spec(
            vocabulary,
            """
            name: x
            title: t
            question: q
            tasks: [odinw13]
            methods: [zero-shot]
            report: {charts: [%s]}
            """
                .formatted(String.join(", ", words)));
    assertThat(spec.report().layout().charts()).containsExactly(ChartKind.values());
  }

  @Test
  void aSpecOfFewLinesHasDefaultsForTheRest() throws Exception {
    Spec spec =
        Scales.spec(
            vocabulary,
            """
            name: x
            title: t
            question: q
            tasks: [odinw13]
            methods: [zero-shot, {method: lora, label: LoRA 4, settings: {rank: 4, alpha: "8"}}]
            recipe: {learningRate: 1e-3}
            """);
    assertThat(spec.model()).isEqualTo("backbone");
    assertThat(spec.seeds()).containsExactly(0L);
    assertThat(spec.shots()).containsExactly(0L);
    assertThat(spec.matrix()).isEqualTo(Spec.Matrix.NONE);
    assertThat(spec.quick()).isEqualTo(Spec.Quick.NONE);
    assertThat(spec.report()).isEqualTo(Spec.ReportHints.DEFAULT);
    assertThat(spec.recipe()).isEqualTo(Map.of("learningRate", 1e-3));
    assertThat(spec.methods())
        .containsExactly(
            new Spec.Method(
                "zero-shot", "Zero-shot", "Zero-shot", Map.of(), Map.of(), Optional.empty()),
            new Spec.Method(
                "lora",
                "LoRA",
                "LoRA 4",
                Map.of("rank", 4L, "alpha", 8.0),
                Map.of(),
                Optional.empty()));
  }

  @Test
  void anEntrySaysWhatIsTrainedFirst() throws Exception {
    Spec spec =
        Scales.spec(
            vocabulary,
            """
            name: x
            title: t
            question: q
            tasks: [odinw13]
            alsoTestedOn: [old-task]
            methods:
              - {method: sdpt, base: {method: lora, settings: {rank: 2}, recipe: {steps: 7}, task: old-task}}
              - {method: lora, continues: odinw13/Thermal}
              - {method: lora, label: L, continues: old-task}
            """);
    assertThat(spec.alsoTestedOn()).containsExactly("old-task");
    assertThat(spec.methods())
        .extracting(Spec.Method::label)
        .containsExactly("SDPT on LoRA", "LoRA tuned further", "L");
    assertThat(spec.methods().get(0).base())
        .contains(
            new Spec.Base.Frozen(
                "lora", "LoRA", Map.of("rank", 2L), Map.of("steps", 7L), "old-task"));
    assertThat(spec.methods().get(1).base()).contains(new Spec.Base.Continued("odinw13/Thermal"));
  }

  @Test
  void theNameOfTheFileIsTheNameOfTheSpec(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("other.yaml");
    Files.writeString(file, "name: x\ntitle: t\nquestion: q\ntasks: [odinw13]\nmethods: [full]\n");
    assertThatThrownBy(
            () ->
                new SpecReader(vocabulary, Scales.small(vocabulary))
                    .read(List.of(file, folder.resolve("none.yaml"))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file + ":1:7: name 'x' differs from the file's name; allowed: other")
        .hasMessageContaining("none.yaml: no such file");
  }

  @Test
  void aScaleNamesItsMistakes() {
    assertThatThrownBy(
            () ->
                new ScaleReader(vocabulary)
                    .parse(
                        "s.yaml",
                        """
                        name: s
                        title: t
                        experiments: [x]
                        models: {backbone: glip-mimi}
                        tasks:
                          old-task: {data: [picto-kokos], recipe: {step: 3}}
                        methods:
                          sdtp: {recipe: {steps: 0.5}}
                          sdpt: {recipe: {}, variants: [{settings: {kk: 1}, recipe: {step: 2}}]}
                        estimate: {secondsPerImage: 0, secondsPerCell: 1}
                        """))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("s.yaml:4:20: unknown model 'glip-mimi', did you mean 'glip-mini'?")
        .hasMessageContaining(
            "s.yaml:6:21: unknown data set 'picto-kokos', did you mean 'picto-coco'?")
        .hasMessageContaining(
            "s.yaml:6:44: unknown setting of recipe 'step', did you mean 'steps'?")
        .hasMessageContaining("s.yaml:8:3: unknown method 'sdtp', did you mean 'sdpt'?")
        .hasMessageContaining("s.yaml:8:26: 'recipe.steps': found 0.5")
        .hasMessageContaining("s.yaml:10:29: 'estimate/secondsPerImage': found 0; allowed: seconds")
        .hasMessageContaining("missing key 'meaning'")
        .hasMessageContaining("s.yaml:9:45: unknown setting of sdpt 'kk'")
        .hasMessageContaining("s.yaml:9:62: unknown setting of recipe 'step'")
        .hasMessageContaining("9 problems");
  }
}
