package org.sdptbench.harness.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Ingredient;
import org.sdptbench.harness.run.CellOutput;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.RunRecord;

/** A real run on GLIP-mini, and its adapter on a GLIP-mini that was loaded again. */
@Tag("slow")
class AdapterOfRunTest {
  private static final Progress SILENT =
      new Progress() {
        @Override
        public void at(double share, String what) {}

        @Override
        public void curve(RunRecord.CurvePoint point) {}
      };

  @Test
  void anAdapterOfAFewKilobytesReproducesTheScoresOfItsRun(@TempDir Path left) throws Exception {
    CellOutput output = new CellOutput(left, 1 << 20);
    Path folder = output.adapter().folder();
    ServiceMethods methods = new ServiceMethods();
    Datasets datasets = new Datasets(Optional.empty());
    Models models = new Models(Optional.empty());
    PeftMethod sdpt = methods.method("sdpt");
    Settings settings = Settings.resolve(sdpt.settings(), Map.of("k", 4));
    String digest = models.digest("glip-mini").orElseThrow();
    Cell cell =
        new Cell(
            "glip-mini",
            new RunRecord.Method("sdpt", "SDPT", settings.values()),
            Cell.task("picto-odinw13/Raccoon", 0),
            RecipeSettings.standard()
                .all()
                .resolve(
                    Map.of(
                        "steps",
                        3L,
                        "batchSize",
                        2L,
                        "learningRate",
                        0.2,
                        "testImages",
                        8L,
                        "attention",
                        1L)),
            1,
            new TreeMap<>(Map.of(Ingredient.weights("glip-mini").key(), digest)),
            Cell.PROTOCOL);
    RunRecord record =
        new GlipCellRunner(methods, datasets, models, Environment.Code.UNKNOWN)
            .run(cell, output, SILENT);
    assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
    assertThat(record.metrics().get("AP")).isPositive();
    assertThat(Files.size(folder.resolve(SavedAdapter.WEIGHTS)))
        .isEqualTo(record.cost().adapterBytes())
        .isBetween(4 * 2 * 4 * 512L, 17_000L);

    assertPictures(record, output);
    SavedAdapter saved = SavedAdapter.read(folder);
    PeftMethod method = methods.method(saved.method());
    Settings same = Settings.resolve(method.settings(), saved.settings());
    try (PretrainedGlip model = models.load("glip-mini")) {
      Glip glip = model.glip();
      Params values =
          saved.params(
              folder, "glip-mini", digest, method.layout(glip.config(), glip.layout(), same));
      try (Adaptation adaptation = method.adapt(glip.config(), model.weights(), same, values)) {
        Recipe recipe = Recipe.of(cell.recipe());
        TaskSplits task = datasets.open(cell.dataset());
        TaskEvaluation again = TaskEvaluation.of(recipe, model, adaptation, task);
        assertThat(again.results(again.detect(share -> {}), 0).metrics())
            .isEqualTo(record.metrics());
        TaskEvaluation plain = TaskEvaluation.of(recipe, model, Adaptation.none(), task);
        List<Detection> found = plain.detect(share -> {});
        assertThat(plain.results(found, 0).metrics())
            .as("GLIP itself")
            .isNotEqualTo(record.metrics());
        assertAttention(record, plain.pictures(found, cell.task(), recipe.evaluation(), left));
      }
    }
  }

  private static void assertPictures(RunRecord record, CellOutput output) throws IOException {
    assertThat(record.results().pictures()).hasSize(2);
    for (Picture picture : record.results().pictures()) {
      assertThat(picture.file()).startsWith("pictures/picto-odinw13_Raccoon/");
      BufferedImage image = ImageIO.read(output.image(picture).toFile());
      assertThat(image.getWidth()).isEqualTo(picture.width());
      assertThat(image.getHeight()).isEqualTo(picture.height());
      assertThat(picture.truth()).extracting(Picture.Region::label).contains("raccoon");
      assertThat(picture.detections()).hasSizeBetween(1, TestPictures.MOST_DETECTIONS);
      assertThat(picture.detections())
          .extracting(Picture.Region::score)
          .isSortedAccordingTo(Comparator.reverseOrder())
          .allMatch(score -> score != null && score >= TestPictures.LEAST_SCORE);
    }
    assertThat(record.results().pictures().get(1).attention()).isEmpty();
  }

  /** SDPT changes where words look, and nothing of what the image encoder makes of the image. */
  private static void assertAttention(RunRecord record, List<Picture> zeroShot) {
    List<Picture.AttentionMap> tuned = record.results().pictures().get(0).attention();
    List<Picture.AttentionMap> plain = zeroShot.get(0).attention();
    assertThat(tuned)
        .extracting(Picture.AttentionMap::label)
        .contains("raccoon")
        .endsWith(Picture.AttentionMap.EIGEN_CAM);
    int last = tuned.size() - 1;
    assertThat(tuned.get(last)).isEqualTo(plain.get(last));
    assertThat(tuned.get(last).weights()).anyMatch(weight -> weight > 0);
    assertThat(tuned.get(0)).isNotEqualTo(plain.get(0));
    assertThat(tuned.get(0).columns()).isEqualTo(plain.get(0).columns());
    // The prompts take a share of the attention.
    assertThat(tuned.get(0).weights().stream().mapToDouble(w -> w).sum()).isBetween(0.01, 1.0);
  }
}
