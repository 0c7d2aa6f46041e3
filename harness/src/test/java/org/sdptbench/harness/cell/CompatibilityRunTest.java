package org.sdptbench.harness.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Ingredient;
import org.sdptbench.harness.run.AdapterOutput;
import org.sdptbench.harness.run.CellOutput;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.TrainedBases;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.RunRecord;

/** Real runs on GLIP-mini that train something first. */
@Tag("slow")
class CompatibilityRunTest {
  private static final RunRecord.Task OLD = Cell.task("picto-odinw13/Raccoon", 0);
  private static final RunRecord.Task NEW = Cell.task("picto-odinw13/Thermal", 0);

  private final ServiceMethods methods = new ServiceMethods();
  private final Datasets datasets = new Datasets(Optional.empty());
  private final Models models = new Models(Optional.empty());

  CompatibilityRunTest() throws IOException {}

  /** Says how far it is, for the order of phases. */
  private static final class Watch implements Progress {
    private double last;
    private int points;
    private final Set<String> phases = new LinkedHashSet<>();

    @Override
    public void at(double share, String what) {
      assertThat(share).as(what).isBetween(last - 1e-9, 1 + 1e-9);
      last = share;
      phases.add(what);
    }

    @Override
    public void curve(RunRecord.CurvePoint point) {
      points++;
    }
  }

  private RunRecord.Method method(String name) {
    PeftMethod method = methods.method(name);
    return new RunRecord.Method(
        name, method.title(), Settings.resolve(method.settings(), Map.of()).values());
  }

  private static SortedMap<String, Object> recipe(double rate, long steps) {
    return RecipeSettings.standard()
        .all()
        .resolve(Map.of("steps", steps, "batchSize", 2L, "learningRate", rate, "testImages", 6L));
  }

  private Cell cell(String method, double rate, RunRecord.Base base) throws IOException {
    return new Cell(
        "glip-mini",
        method(method),
        NEW,
        base,
        List.of(OLD),
        recipe(rate, 4),
        1,
        new TreeMap<>(
            Map.of(
                Ingredient.weights("glip-mini").key(), models.digest("glip-mini").orElseThrow())),
        Cell.PROTOCOL);
  }

  private RunRecord run(Cell cell, CellOutput output, Progress progress) throws IOException {
    return new GlipCellRunner(methods, datasets, models, Environment.Code.UNKNOWN)
        .run(cell, output, progress);
  }

  private static Map<String, Double> test(RunRecord record, Moment moment, RunRecord.Task task) {
    return record.results().tests().stream()
        .filter(test -> test.moment() == moment && test.task().equals(task))
        .map(Results.Test::metrics)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void sdptOnLoraLearnsAndLeavesTheOldTaskExactlyWhenTakenOff(@TempDir Path folder)
      throws Exception {
    RunRecord.Base base = new RunRecord.Base(method("lora"), OLD, recipe(0.01, 6), false);
    Watch watch = new Watch();
    RunRecord record = run(cell("sdpt", 0.3, base), new CellOutput(folder, 1 << 20), watch);
    assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
    assertThat(record.base()).isEqualTo(base);
    assertThat(record.results().tests())
        .extracting(test -> test.moment() + " " + test.task().dataset())
        .containsExactly("BEFORE Thermal", "BEFORE Raccoon", "AFTER Raccoon", "DETACHED Raccoon");
    assertThat(test(record, Moment.DETACHED, OLD)).isEqualTo(test(record, Moment.BEFORE, OLD));
    assertThat(test(record, Moment.AFTER, OLD)).isNotEqualTo(test(record, Moment.BEFORE, OLD));
    assertThat(record.metrics()).isNotEqualTo(test(record, Moment.BEFORE, NEW));
    assertThat(record.cost().trainableParameters()).as("SDPT's own").isEqualTo(10L * 2 * 512);
    assertThat(record.curve()).extracting(RunRecord.CurvePoint::step).containsExactly(1, 2, 3, 4);
    assertThat(watch.points).as("the base's curve is not the run's").isEqualTo(4);
    savedStackGivesTheScoresOfItsRun(new CellOutput(folder, 0).adapter(), record);
  }

  private void savedStackGivesTheScoresOfItsRun(AdapterOutput left, RunRecord record)
      throws Exception {
    Path folder = left.folder();
    Path below = left.base().folder();
    SavedAdapter lower = SavedAdapter.read(below);
    SavedAdapter upper = SavedAdapter.read(folder);
    assertThat(lower.method()).isEqualTo("lora");
    assertThat(lower.base()).isEmpty();
    assertThat(upper.base()).contains(SavedAdapter.digest(below));
    assertThat(Files.size(folder.resolve(SavedAdapter.WEIGHTS)))
        .isEqualTo(record.cost().adapterBytes());
    Cell cell = cell("sdpt", 0.3, Objects.requireNonNull(record.base()));
    try (PretrainedGlip model = models.load("glip-mini");
        Adapters again = new Adapters(cell, model, methods)) {
      Adaptation lora = again.startFirst(cell.ofBase().orElseThrow());
      lora.params()
          .assign(
              lower.params(
                  below,
                  "glip-mini",
                  models.digest("glip-mini").orElseThrow(),
                  lora.params().layout()));
      again.finishFirst();
      Adaptation stack = again.startOwn();
      stack
          .params()
          .assign(
              upper.params(
                  folder,
                  "glip-mini",
                  models.digest("glip-mini").orElseThrow(),
                  upper.base(),
                  stack.params().layout()));
      TaskSplits task = datasets.open(cell.dataset());
      TaskEvaluation evaluation = TaskEvaluation.of(Recipe.of(cell.recipe()), model, stack, task);
      assertThat(evaluation.results(evaluation.detect(share -> {}), 0).metrics())
          .isEqualTo(record.metrics());
      theOldTaskMustBeTheSame(cell, model, again);
    }
  }

  /** What would be found if the training of SDPT had touched LoRA. */
  private void theOldTaskMustBeTheSame(Cell cell, PretrainedGlip model, Adapters adapters)
      throws IOException {
    OtherEvaluations tests =
        new OtherEvaluations(cell, model, new KeptTasks(datasets), new Phases(cell, new Watch()));
    tests.before(adapters.below().orElseThrow());
    assertThatThrownBy(() -> tests.detached(Adaptation.none()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "with sdpt taken off again, the test on picto-odinw13/Raccoon is not what it was before"
                + " sdpt was trained: found {AP=")
        .hasMessageContaining("must be the same to the last bit");
  }

  @Test
  void aModuleThatIsTunedFurtherChangesTheOldTask(@TempDir Path folder) throws Exception {
    RunRecord.Base base = new RunRecord.Base(method("lora"), OLD, recipe(0.01, 6), true);
    RunRecord record = run(cell("lora", 0.01, base), new CellOutput(folder, 1 << 20), new Watch());
    assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
    assertThat(record.results().tests())
        .extracting(test -> test.moment() + " " + test.task().dataset())
        .containsExactly("BEFORE Thermal", "BEFORE Raccoon", "AFTER Raccoon");
    assertThat(test(record, Moment.AFTER, OLD)).isNotEqualTo(test(record, Moment.BEFORE, OLD));
    assertThat(record.metrics()).isNotEqualTo(test(record, Moment.BEFORE, NEW));
    assertThat(SavedAdapter.read(new CellOutput(folder, 0).adapter().folder()).base()).isEmpty();
    assertThat(new CellOutput(folder, 0).adapter().base().folder()).doesNotExist();
  }

  @Test
  void aBaseThatDivergesIsNamed(@TempDir Path folder) throws Exception {
    RunRecord.Base base = new RunRecord.Base(method("full"), OLD, recipe(100, 20), false);
    RunRecord record = run(cell("sdpt", 0.3, base), new CellOutput(folder, 1 << 20), new Watch());
    assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.DIVERGED);
    assertThat(record.message())
        .startsWith("Full fine-tuning on picto-odinw13/Raccoon, trained first: the loss is ");
    assertThat(record.curve()).isEmpty();
    assertThat(record.cost().trainSeconds()).isNull();
    assertThat(folder).isEmptyDirectory();
  }

  private static CellOutput sharing(Path folder, RunStore store) {
    return new CellOutput(
        folder,
        1 << 20,
        CellOutput.FEATURE_BYTES,
        Optional.empty(),
        Optional.of(new TrainedBases(store)));
  }

  private static void assertSameResults(RunRecord actual, RunRecord expected) {
    assertThat(actual.results()).isEqualTo(expected.results());
    assertThat(actual.curve())
        .extracting(RunRecord.CurvePoint::loss)
        .isEqualTo(expected.curve().stream().map(RunRecord.CurvePoint::loss).toList());
  }

  /** What one cell trained first, the next one takes; its numbers are those of its own training. */
  @Test
  void whatOneCellTrainedFirstIsTheNextOnes(@TempDir Path folder) throws Exception {
    RunStore store = new RunStore(folder.resolve("runs"));
    Cell sdpt = cell("sdpt", 0.3, new RunRecord.Base(method("lora"), OLD, recipe(0.01, 6), false));
    Cell lora = cell("lora", 0.01, new RunRecord.Base(method("lora"), OLD, recipe(0.01, 6), true));
    String base = sdpt.ofBase().orElseThrow().id();
    assertThat(lora.ofBase().orElseThrow().id()).isEqualTo(base);
    RunRecord alone = run(lora, new CellOutput(folder.resolve("alone"), 1 << 20), new Watch());
    RunRecord first = run(sdpt, sharing(folder.resolve("a"), store), new Watch());
    Path trained = new TrainedBases(store).find(base).orElseThrow();
    Watch watch = new Watch();
    assertSameResults(run(lora, sharing(folder.resolve("b"), store), watch), alone);
    assertThat(watch.phases).doesNotContain("base training");
    // Damaged, it is trained once more.
    Path weights = trained.resolve(SavedAdapter.WEIGHTS);
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 2] ^= 0x40;
    Files.write(weights, bytes);
    assertThat(new TrainedBases(store).find(base)).isEmpty();
    watch = new Watch();
    assertSameResults(run(sdpt, sharing(folder.resolve("c"), store), watch), first);
    assertThat(watch.phases).contains("base training");
    new TrainedBases(store).forget(List.of(sdpt, lora));
    assertThat(trained).as("somebody needs it").exists();
    store.put(first);
    store.put(alone);
    new TrainedBases(store).forget(List.of(sdpt, lora));
    assertThat(trained).doesNotExist();
  }

  /** The adapter of a run by itself does as well. */
  @Test
  void theAdapterOfARunIsABase(@TempDir Path folder) throws Exception {
    RunStore store = new RunStore(folder.resolve("runs"));
    Cell sdpt = cell("sdpt", 0.3, new RunRecord.Base(method("lora"), OLD, recipe(0.01, 6), false));
    Cell itself = sdpt.ofBase().orElseThrow();
    store.put(
        run(itself, new CellOutput(folder.resolve("itself"), 1 << 20), new Watch()),
        folder.resolve("itself"));
    RunRecord alone = run(sdpt, new CellOutput(folder.resolve("alone"), 1 << 20), new Watch());
    Watch watch = new Watch();
    assertSameResults(run(sdpt, sharing(folder.resolve("b"), store), watch), alone);
    assertThat(watch.phases).doesNotContain("base training");
  }
}
