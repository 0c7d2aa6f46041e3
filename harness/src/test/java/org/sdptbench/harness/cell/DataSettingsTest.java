package org.sdptbench.harness.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.eval.LabelQuality;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.CellOutput;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.RunRecord;

/** Real runs on GLIP-mini, of a few steps, with settings of the data. */
@Tag("slow")
class DataSettingsTest {
  private final List<String> phases = new ArrayList<>();
  private final Progress progress =
      new Progress() {
        @Override
        public void at(double share, String phase) {
          phases.add(phase);
        }

        @Override
        public void curve(RunRecord.CurvePoint point) {}
      };

  @Test
  void zeroShotLabelsAreTheSameEveryTimeAndTheirQualityIsOnRecord(@TempDir Path folder)
      throws Exception {
    Map<String, Object> settings =
        Map.of("labels", "zero-shot", "labelScore", 0.35, "steps", 2L, "bootstrap", 5L);
    RunRecord record = run("linear-probe", "picto-odinw13/Thermal", settings, folder);
    assertThat(record.metrics().get("labelPrecision")).isBetween(0.2, 0.7);
    assertThat(record.metrics().get("labelRecall")).isBetween(0.2, 0.7);
    assertThat(phases).anyMatch(phase -> phase.matches("\\d+ labels, precision 0.*, recall 0.*"));
    assertThat(record.results().bootstrapAp()).hasSize(5);
    assertThat(run("linear-probe", "picto-odinw13/Thermal", settings, folder).results())
        .isEqualTo(record.results());
  }

  @Test
  void zeroShotLabelsStandInForTheRealBoxes() throws Exception {
    TaskSplits all = new Datasets(Optional.empty()).open("picto-odinw13/Thermal");
    DetectionDataset real = all.train().first(20);
    TaskSplits task = new TaskSplits(real, all.validation(), all.test(), Optional.empty());
    Cell cell =
        cell("sdpt", "picto-odinw13/Thermal", Map.of("labels", "zero-shot", "labelScore", 0.4));
    try (PretrainedGlip model = new Models(Optional.empty()).load("glip-mini")) {
      TrainingData data = TrainingData.of(cell, model, task, progress);
      assertThat(data.data().images()).isEqualTo(real.images());
      assertThat(data.data().annotations())
          .isNotEmpty()
          .doesNotContainAnyElementsOf(real.annotations());
      assertThat(data.labels())
          .map(LabelQuality::labels)
          .hasValue(data.data().annotations().size());
    }
  }

  @Test
  void aScoreThatNoLabelReachesIsAnErrorThatSaysHowHighTheyCome(@TempDir Path folder) {
    assertThatThrownBy(
            () ->
                run(
                    "linear-probe",
                    "picto-odinw13/Packages",
                    Map.of("labels", "zero-shot", "labelScore", 0.95, "steps", 2L),
                    folder))
        .isInstanceOf(IOException.class)
        .hasMessageMatching(
            "picto-odinw13/Packages/train: zero-shot GLIP labels none of its 19 images with a"
                + " score of 0.95 or more; its highest is 0\\.\\d{3}, lower recipe.labelScore");
  }

  @Test
  void imagesWithoutAnObjectAreLeftOutWhereTheRecipeSaysSo() throws Exception {
    TaskSplits task = new Datasets(Optional.empty()).open("picto-odinw13/Aquarium");
    Map<String, Object> base = Map.of("classes", "base", "emptyImages", "drop");
    try (PretrainedGlip model = new Models(Optional.empty()).load("glip-mini")) {
      DetectionDataset data =
          TrainingData.of(cell("sdpt", "picto-odinw13/Aquarium", base), model, task, progress)
              .data();
      Set<Long> shown =
          data.annotations().stream().map(Annotation::imageId).collect(Collectors.toSet());
      assertThat(data.images()).hasSizeLessThan(task.train().images().size());
      assertThat(data.images())
          .extracting(ImageInfo::id)
          .containsExactlyInAnyOrderElementsOf(shown);
    }
  }

  /** Nothing of the process has a say in what is dropped, and it is not nothing. */
  @ParameterizedTest
  @CsvSource({"full, glip", "sdpt, release"})
  void whatIsDroppedFollowsFromTheCell(String method, String how, @TempDir Path folder)
      throws Exception {
    String task = "picto-odinw13/Packages";
    Map<String, Object> settings = Map.of("steps", 3L, "bootstrap", 2L, "regularisation", how);
    List<RunRecord.CurvePoint> first = losses(run(method, task, settings, folder));
    assertThat(losses(run(method, task, settings, folder))).isEqualTo(first);
    Map<String, Object> plain = Map.of("steps", 3L, "bootstrap", 2L);
    assertThat(losses(run(method, task, plain, folder))).isNotEqualTo(first);
  }

  private static List<RunRecord.CurvePoint> losses(RunRecord record) {
    return record.curve().stream()
        .map(
            point ->
                new RunRecord.CurvePoint(point.step(), 0.0, point.loss(), point.validationAp()))
        .toList();
  }

  @Test
  void trainingOnBaseClassesSeesNothingOfTheNewOnes() throws Exception {
    TaskSplits task = new Datasets(Optional.empty()).open("picto-odinw13/Aquarium");
    Cell cell = cell("sdpt", "picto-odinw13/Aquarium", Map.of("classes", "base"));
    try (PretrainedGlip model = new Models(Optional.empty()).load("glip-mini")) {
      DetectionDataset data = TrainingData.of(cell, model, task, progress).data();
      List<Category> base = task.train().categories().subList(0, 4);
      assertThat(data.categories()).isEqualTo(base);
      assertThat(data.images()).isEqualTo(task.train().images());
      assertThat(data.annotations())
          .isEqualTo(
              task.train().annotations().stream()
                  .filter(object -> object.categoryId() <= base.get(3).id())
                  .toList())
          .extracting(Annotation::categoryId)
          .contains(1, 2, 3, 4);
    }
  }

  @Test
  void baseAndNewClassesAreTestedApart(@TempDir Path folder) throws Exception {
    Map<String, Object> settings = Map.of("classes", "base", "steps", 1L);
    for (String method : List.of("zero-shot", "sdpt")) {
      RunRecord record = run(method, "picto-odinw13/Shellfish", settings, folder);
      Map<String, Double> m = record.metrics();
      double base = m.getOrDefault("APbase", -1.0);
      double novel = m.getOrDefault("APnew", -1.0);
      assertThat(m.get("APh")).isCloseTo(2 * base * novel / (base + novel), within(1e-12));
      assertThat(m.get("AP")).isCloseTo((2 * base + novel) / 3, within(1e-12));
      assertThat(record.results().classAp()).hasSize(3);
      assertThat(record.results().bootstrapAp()).hasSize(200);
    }
  }

  @Test
  void aTaskOfOneClassHasNoNewOnes(@TempDir Path folder) {
    for (String method : List.of("zero-shot", "sdpt")) {
      assertThatThrownBy(
              () -> run(method, "picto-odinw13/Raccoon", Map.of("classes", "base"), folder))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("1 class, raccoon; recipe.classes = base needs at least 2");
    }
  }

  @Test
  void theLongTailIsMeasuredByFrequency(@TempDir Path folder) throws Exception {
    RunRecord record =
        run("linear-probe", "picto-lvis", Map.of("steps", 2L, "testImages", 60L), folder);
    assertThat(record.metrics())
        .containsKeys("AP", "APr", "APc", "APf", "AP50", "AP75")
        .doesNotContainKey("AR100");
    assertThat(record.metrics().get("APf")).isGreaterThan(record.metrics().get("APr"));
    assertThat(record.results().classAp()).containsKeys("apple", "axe", "waffle").hasSize(40);
    assertThat(record.results().bootstrapAp()).hasSize(200);
  }

  @Test
  void imagesThatWereLostAreTakenFromTheDataAgain(@TempDir Path folder) throws Exception {
    RunRecord record = run("zero-shot", "picto-odinw13/Thermal", Map.of("testImages", 2L), folder);
    List<String> names = record.results().pictures().stream().map(Picture::file).toList();
    assertThat(names).hasSize(2);
    Path first = folder.resolve(names.get(0));
    byte[] image = Files.readAllBytes(first);
    byte[] kept = "left alone".getBytes(StandardCharsets.UTF_8);
    Files.delete(first);
    Files.write(folder.resolve(names.get(1)), kept);
    LostPictures pictures = new LostPictures(new Datasets(Optional.empty()));
    List<String> begun = new ArrayList<>();
    assertThat(pictures.restore(List.of(record), folder, begun::add)).isEqualTo(1);
    assertThat(begun).containsExactly("picto-odinw13/Thermal");
    assertThat(first).hasBinaryContent(image);
    assertThat(folder.resolve(names.get(1))).hasBinaryContent(kept);
    assertThat(pictures.restore(List.of(record), folder, begun::add)).isZero();
    assertThat(begun).hasSize(1);
  }

  private RunRecord run(String method, String task, Map<String, Object> settings, Path folder)
      throws Exception {
    return new GlipCellRunner(
            new ServiceMethods(),
            new Datasets(Optional.empty()),
            new Models(Optional.empty()),
            Environment.Code.UNKNOWN)
        .run(cell(method, task, settings), new CellOutput(folder, 0), progress);
  }

  private static Cell cell(String name, String task, Map<String, Object> settings)
      throws IOException {
    PeftMethod method = new ServiceMethods().method(name);
    RecipeSettings recipe = RecipeSettings.standard();
    Map<String, Object> chosen = new TreeMap<>(Map.of("batchSize", 2L, "testImages", 20L));
    chosen.putAll(settings);
    if (!method.trains()) {
      chosen.keySet().retainAll(recipe.evaluation().names());
    }
    return new Cell(
        "glip-mini",
        new RunRecord.Method(name, name, Settings.resolve(method.settings(), Map.of()).values()),
        Cell.task(task, 0),
        (method.trains() ? recipe.all() : recipe.evaluation()).resolve(chosen),
        1,
        new TreeMap<>(),
        Cell.PROTOCOL);
  }
}
