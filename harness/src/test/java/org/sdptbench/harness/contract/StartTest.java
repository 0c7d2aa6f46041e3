package org.sdptbench.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.cell.GlipCellRunner;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.CellOutput;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.reports.record.RunRecord;

/** No method destroys GLIP before its first step: AP there is within 3 points of zero-shot. */
@Tag("slow")
class StartTest {
  private static final double POINTS = 0.03;

  /**
   * UPT's visual prompts come out of a transformer block and a map that start at random, enter
   * before the first block of Swin, and stay to the end: of all designs the farthest reach for
   * noise.
   */
  private static final Map<String, Double> FARTHER = Map.of("upt", 0.05);

  private static final Progress SILENT =
      new Progress() {
        @Override
        public void at(double fraction, String phase) {}

        @Override
        public void curve(RunRecord.CurvePoint point) {}
      };

  private final ServiceMethods methods = new ServiceMethods();
  private final Path folder;

  StartTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
  }

  @TestFactory
  Stream<DynamicTest> startsNearZeroShot() throws IOException {
    double zeroShot = ap("zero-shot", Map.of());
    Stream<DynamicTest> all =
        methods.methods().stream()
            .filter(MethodInfo::trains)
            .map(
                info ->
                    DynamicTest.dynamicTest(
                        info.name(),
                        () ->
                            assertThat(ap(info.name(), Map.of()))
                                .as(info.name())
                                .isCloseTo(
                                    zeroShot, within(FARTHER.getOrDefault(info.name(), POINTS)))));
    DynamicTest raw =
        DynamicTest.dynamicTest(
            "pmf as its public code: noise, which is why it is not the standard here",
            () -> assertThat(ap("pmf", Map.of("found", "raw"))).isLessThan(zeroShot / 2));
    return Stream.concat(all, Stream.of(raw));
  }

  /** AP before the first step, on the first images of the old task. */
  private double ap(String name, Map<String, ?> given) throws IOException {
    var method = methods.method(name);
    Map<String, Object> chosen =
        new TreeMap<>(Map.of("testImages", 120L, "bootstrap", 0L, "pictures", 0L));
    RecipeSettings recipe = RecipeSettings.standard();
    if (method.trains()) {
      chosen.put("steps", 0L);
    }
    Cell cell =
        new Cell(
            "glip-mini",
            new RunRecord.Method(name, name, Settings.resolve(method.settings(), given).values()),
            Cell.task("picto-coco", 0),
            (method.trains() ? recipe.all() : recipe.evaluation()).resolve(chosen),
            0,
            new TreeMap<>(),
            Cell.PROTOCOL);
    RunRecord record =
        new GlipCellRunner(
                methods,
                new Datasets(Optional.empty()),
                new Models(Optional.empty()),
                Environment.Code.UNKNOWN)
            .run(cell, new CellOutput(folder, 0), SILENT);
    return record.metrics().getOrDefault("AP", Double.NaN);
  }
}
