package org.sdptbench.harness.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.ScaleReader;
import org.sdptbench.harness.spec.Speed;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.reports.record.RunRecord;

class CalibrationTest {
  private static final String SCALE =
      """
      name: s
      title: t
      meaning: m
      experiments: [x]
      models: {backbone: glip-mini}
      calibration: speeds.yaml
      tasks: {odinw13: {data: [picto-odinw13]}}
      estimate: {secondsPerImage: 1, secondsPerTestImage: 2, secondsPerCell: 3}
      """;

  private static Scale scale(Path folder) throws Exception {
    Path file = folder.resolve("s.yaml");
    Files.writeString(file, SCALE);
    return new ScaleReader(FakeVocabulary.create(false)).read(file);
  }

  @Test
  void aScaleReadsWhatWasMeasured(@TempDir Path folder) throws Exception {
    Scale.Estimate guessed = scale(folder).estimate();
    assertThat(guessed.speed("glip-mini", "full", Map.of()).secondsPerImage()).isEqualTo(1);
    Map<String, Object> few = Map.of("k", 10L, "mask", "paper", "layers", "all", "init", "normal");
    Map<String, Object> many =
        Map.of("k", 200L, "mask", "paper", "layers", "all", "init", "normal");
    List<Speed> measured =
        List.of(
            new Speed("glip-mini", "sdpt", few, 0.25, 0.125),
            new Speed("glip-mini", "sdpt", many, 0.5, 0.25));
    new Calibration("cpu; somebody's machine", measured).write(folder.resolve("speeds.yaml"));
    Scale.Estimate estimate = scale(folder).estimate();
    assertThat(estimate.measured()).isEqualTo(measured);
    assertThat(estimate.speed("glip-mini", "sdpt", many).secondsPerImage()).isEqualTo(0.5);
    assertThat(estimate.speed("glip-mini", "sdpt", Map.of()).secondsPerImage())
        .as("other settings")
        .isEqualTo(0.25);
    assertThat(estimate.speed("glip-mini", "full", Map.of()).secondsPerTestImage())
        .as("nothing was measured")
        .isEqualTo(2);
    assertThat(estimate.speed("glip-t", "sdpt", few).secondsPerImage()).isEqualTo(1);
  }

  @Test
  void aMistakeInTheFileHasItsPlace(@TempDir Path folder) throws Exception {
    Files.writeString(
        folder.resolve("speeds.yaml"),
        "device: cpu\nmeasured:\n  - {model: a, method: full, settings: {}, secondsPerImage: -1,"
            + " secondsPerTestImage: 1}\n");
    assertThatThrownBy(() -> scale(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("speeds.yaml:3:")
        .hasMessageContaining("secondsPerImage");
  }

  /** Of every kind of training: at random sizes, with features that can be kept, and none. */
  @ParameterizedTest
  @CsvSource({"sdpt, glip, true", "sdpt, none, true", "full, none, true", "zero-shot, none, false"})
  void measuresAMethod(String method, String augment, boolean trains) throws Exception {
    ServiceMethods methods = new ServiceMethods();
    Map<String, Object> recipe =
        trains
            ? Map.of("steps", 5L, "batchSize", 2L, "augment", augment, "validateEvery", 1L)
            : Map.of();
    RecipeSettings all = RecipeSettings.standard();
    Settings settings = Settings.resolve(methods.method(method).settings(), Map.of());
    Cell cell =
        new Cell(
            "glip-mini",
            new RunRecord.Method(method, method, settings.values()),
            Cell.task("picto-odinw13/Raccoon", 0),
            (trains ? all.all() : all.evaluation()).resolve(recipe),
            1,
            new TreeMap<>(),
            Cell.PROTOCOL);
    try (PretrainedGlip model = StandIns.model("glip-mini")) {
      Speed speed = new MethodSpeed(model, Duration.ofMillis(1)).of(cell);
      assertThat(speed.secondsPerTestImage()).isPositive().isLessThan(60);
      assertThat(speed.secondsPerImage() > 0).isEqualTo(trains);
      assertThat(speed.settings()).isEqualTo(settings.values());
    }
  }
}
