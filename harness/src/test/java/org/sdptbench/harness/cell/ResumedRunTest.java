package org.sdptbench.harness.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Ingredient;
import org.sdptbench.harness.run.CellOutput;
import org.sdptbench.harness.run.Checkpoints;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.run.Stopping;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.reports.record.RunRecord;

/** Runs that are broken off and gone on with give the bits of those that are not. */
@Tag("slow")
class ResumedRunTest {
  private static final int STEPS = 6;

  private final Path folder;
  private final ServiceMethods methods = new ServiceMethods();
  private final Models models = new Models(Optional.empty());
  private final Stopping stopping = new Stopping();

  ResumedRunTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
  }

  @AfterEach
  void nothingIsLeftToSave() throws IOException {
    stopping.save(); // would fail on arrays that are gone
  }

  /** What breaks a run off. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  private static final Progress SILENT = new At("", 0, () -> {});

  /** Does something at a step, before the training hears of it. */
  private static final class At implements Progress {
    private final String phase;
    private final int step;
    private final Runnable action;
    private int steps;

    /**
     * @param phase "training", or "base training" for what is trained first
     */
    At(String phase, int step, Runnable action) {
      this.phase = phase;
      this.step = step;
      this.action = action;
    }

    @Override
    public void at(double share, String what) {
      if (what.equals(phase) && ++steps == step) {
        action.run();
      }
    }

    @Override
    public void curve(RunRecord.CurvePoint point) {}
  }

  private static At breaking(String phase, int step) {
    return new At(
        phase,
        step,
        () -> {
          throw new Broken();
        });
  }

  private Cell cell(String method, Map<String, ?> settings, Map<String, Object> recipe)
      throws IOException {
    PeftMethod code = methods.method(method);
    Map<String, Object> all = new HashMap<>();
    all.put("steps", (long) STEPS);
    all.put("batchSize", 2L);
    all.put("learningRate", 0.01);
    all.put("testImages", 4L);
    all.put("pictures", 0L);
    all.put("validationImages", 4L);
    all.putAll(recipe);
    String digest = models.digest("glip-mini").orElseThrow();
    return new Cell(
        "glip-mini",
        new RunRecord.Method(method, method, Settings.resolve(code.settings(), settings).values()),
        Cell.task("picto-odinw13/Raccoon", 0),
        RecipeSettings.standard().all().resolve(all),
        1,
        new TreeMap<>(Map.of(Ingredient.weights("glip-mini").key(), digest)),
        Cell.PROTOCOL);
  }

  private RunRecord run(Cell cell, String name, Duration every, Progress progress)
      throws Exception {
    return new GlipCellRunner(
            methods, new Datasets(Optional.empty()), models, Environment.Code.UNKNOWN)
        .run(
            cell,
            new CellOutput(
                folder.resolve(name),
                1L << 30,
                CellOutput.FEATURE_BYTES,
                Optional.of(new Checkpoints(folder.resolve("states"), every, stopping)),
                Optional.empty()),
            progress);
  }

  private static final Duration EACH_STEP = Duration.ZERO;
  private static final Duration NEVER = Duration.ofHours(1);

  /** What must not depend on interruptions: results, and the course but for its times. */
  private void assertSame(RunRecord resumed, String left, RunRecord whole, String expected)
      throws IOException {
    assertThat(resumed.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
    assertThat(resumed.results()).isEqualTo(whole.results());
    assertThat(timeless(resumed)).isEqualTo(timeless(whole));
    assertThat(Files.mismatch(weights(left), weights(expected))).isEqualTo(-1);
  }

  private Path weights(String left) {
    return new CellOutput(folder.resolve(left), 0).adapter().folder().resolve(SavedAdapter.WEIGHTS);
  }

  private static List<RunRecord.CurvePoint> timeless(RunRecord record) {
    return record.curve().stream()
        .map(p -> new RunRecord.CurvePoint(p.step(), 0.0, p.loss(), p.validationAp()))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "sdpt, keep",
    "lora, keep",
    "full, recompute",
    "linear-probe, keep",
    "apollo, recompute"
  })
  void aBrokenRunGoesOnWithTheSameBits(String method, String activations) throws Exception {
    Cell cell = cell(method, Map.of(), Map.of("activations", activations));
    RunRecord whole = run(cell, "whole", NEVER, SILENT);
    assertThat(folder.resolve("states")).doesNotExist();
    for (int step : List.of(3, 3)) { // of the second run, that is step 5 of all
      assertThatThrownBy(() -> run(cell, "broken", EACH_STEP, breaking("training", step)))
          .isInstanceOf(Broken.class);
    }
    assertSame(run(cell, "resumed", NEVER, SILENT), "resumed", whole, "whole");
  }

  /** Sizes, mirroring, a falling rate and the best parameters belong to the state as well. */
  @Test
  void variedImagesAndWhatValidationChoseGoOnToo() throws Exception {
    Cell cell =
        cell(
            "sdpt",
            Map.of(),
            Map.of(
                "augment",
                "glip",
                "schedule",
                "plateau",
                "patience",
                0L,
                "keep",
                "best",
                "learningRate",
                0.3,
                "validateEvery",
                1L));
    RunRecord whole = run(cell, "whole", NEVER, SILENT);
    assertThatThrownBy(() -> run(cell, "broken", EACH_STEP, breaking("training", 5)))
        .isInstanceOf(Broken.class);
    assertSame(run(cell, "resumed", NEVER, SILENT), "resumed", whole, "whole");
  }

  @Test
  void whenAskedToEndTheStateOfTheLastStepIsSaved() throws Exception {
    Cell cell = cell("sdpt", Map.of(), Map.of());
    RunRecord whole = run(cell, "whole", NEVER, SILENT);
    List<Exception> failures = new ArrayList<>();
    Thread asking =
        new Thread(
            () -> {
              try {
                stopping.save();
              } catch (IOException e) {
                failures.add(e);
              }
            });
    At at =
        new At(
            "training",
            3,
            () -> {
              asking.start(); // waits for this step to be done
              assertThat(folder.resolve("states")).doesNotExist();
            });
    Progress thenBroken =
        new Progress() {
          @Override
          public void at(double share, String what) {
            at.at(share, what);
            if (at.steps == 5) {
              throw new Broken();
            }
          }

          @Override
          public void curve(RunRecord.CurvePoint point) {}
        };
    assertThatThrownBy(() -> run(cell, "broken", NEVER, thenBroken)).isInstanceOf(Broken.class);
    asking.join();
    assertThat(failures).isEmpty();
    assertThat(folder.resolve("states/own.safetensors")).isNotEmptyFile();
    assertSame(run(cell, "resumed", NEVER, SILENT), "resumed", whole, "whole");
  }

  /** What was trained first is not trained again. */
  @Test
  void aRunOnABaseGoesOnInEitherTraining() throws Exception {
    Cell alone = cell("lora", Map.of(), Map.of());
    RunRecord.Base base =
        new RunRecord.Base(
            alone.method(), Cell.task("picto-odinw13/Thermal", 0), alone.recipe(), false);
    Cell top = cell("sdpt", Map.of(), Map.of());
    Cell cell =
        new Cell(
            top.model(),
            top.method(),
            top.task(),
            base,
            List.of(),
            top.recipe(),
            top.seed(),
            top.digests(),
            top.protocol());
    RunRecord whole = run(cell, "whole", NEVER, SILENT);
    assertThatThrownBy(() -> run(cell, "broken", EACH_STEP, breaking("base training", 4)))
        .isInstanceOf(Broken.class);
    assertThatThrownBy(() -> run(cell, "broken", EACH_STEP, breaking("training", 4)))
        .isInstanceOf(Broken.class);
    At notAgain = breaking("base training", 1);
    assertSame(run(cell, "resumed", NEVER, notAgain), "resumed", whole, "whole");
  }

  @Test
  void aStateOfAnotherRunOrADamagedOneIsLeftAside() throws Exception {
    Cell cell = cell("sdpt", Map.of(), Map.of());
    Cell other = cell("sdpt", Map.of("k", 4), Map.of());
    Path state = folder.resolve("states/own.safetensors");
    RunRecord whole = run(cell, "whole", NEVER, SILENT);
    assertThatThrownBy(() -> run(other, "broken", EACH_STEP, breaking("training", 4)))
        .isInstanceOf(Broken.class);
    assertSame(run(cell, "other", NEVER, SILENT), "other", whole, "whole");
    byte[] bytes = Files.readAllBytes(state);
    Files.write(state, Arrays.copyOf(bytes, bytes.length / 2));
    assertSame(run(cell, "cut", NEVER, SILENT), "cut", whole, "whole");
    Files.writeString(state, "no tensors");
    assertSame(run(cell, "text", NEVER, SILENT), "text", whole, "whole");
  }

  @Test
  void aStateThatCannotBeWrittenDoesNotEndTheRun() throws Exception {
    Files.writeString(folder.resolve("states"), "a file where the folder would be");
    RunRecord record = run(cell("sdpt", Map.of(), Map.of()), "left", EACH_STEP, SILENT);
    assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
  }
}
