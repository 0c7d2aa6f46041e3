package org.sdptbench.harness.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.harness.model.Models;
import org.sdptbench.harness.model.PretrainedGlip;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.AdapterOutput;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.spec.RecipeSettings;
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
  void anAdapterOfAFewKilobytesReproducesTheScoresOfItsRun(@TempDir Path folder) throws Exception {
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
                    Map.of("steps", 3L, "batchSize", 2L, "learningRate", 0.2, "testImages", 8L)),
            1,
            new TreeMap<>(Map.of(Cell.weightsKey("glip-mini"), digest)),
            Cell.PROTOCOL);
    RunRecord record =
        new GlipCellRunner(methods, datasets, models, Environment.Code.UNKNOWN)
            .run(cell, new AdapterOutput(folder, 1 << 20), SILENT);
    assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
    assertThat(record.metrics().get("AP")).isPositive();
    assertThat(Files.size(folder.resolve(SavedAdapter.WEIGHTS)))
        .isEqualTo(record.cost().adapterBytes())
        .isBetween(4 * 2 * 4 * 512L, 17_000L);

    SavedAdapter saved = SavedAdapter.read(folder);
    PeftMethod method = methods.method(saved.method());
    Settings same = Settings.resolve(method.settings(), saved.settings());
    try (PretrainedGlip model = models.load("glip-mini")) {
      Glip glip = model.glip();
      Params values =
          saved.params(
              folder, "glip-mini", digest, method.layout(glip.config(), glip.layout(), same));
      try (Adaptation adaptation = method.adapt(glip.config(), model.weights(), same, values)) {
        TaskRun again = new TaskRun(cell, model, adaptation, datasets.open(cell.dataset()), SILENT);
        assertThat(again.test().metrics()).isEqualTo(record.metrics());
        TaskRun plain =
            new TaskRun(cell, model, Adaptation.none(), datasets.open(cell.dataset()), SILENT);
        assertThat(plain.test().metrics()).as("GLIP itself").isNotEqualTo(record.metrics());
      }
    }
  }
}
