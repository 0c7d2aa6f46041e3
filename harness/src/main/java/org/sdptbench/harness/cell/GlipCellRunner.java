package org.sdptbench.harness.cell;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.CellOutput;
import org.sdptbench.harness.run.CellRunner;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.train.FeatureRoom;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/**
 * Makes the records of cells, keeping model and data from one to the next: model + adaptation +
 * task → training, evaluation, adapter; before that, what the cell trains first, on a task of its
 * own.
 */
public final class GlipCellRunner implements CellRunner {
  /** Enough for a median that one slow image does not move. */
  private static final int TIMED_IMAGES = 10;

  private final ServiceMethods methods;
  private final KeptTasks tasks;
  private final KeptModel kept;
  private final Environment.Code code;

  /**
   * A runner.
   *
   * @param code state of the code, for the provenance of records
   */
  public GlipCellRunner(
      ServiceMethods methods, Datasets datasets, Models models, Environment.Code code) {
    this.methods = methods;
    this.tasks = new KeptTasks(datasets);
    this.kept = new KeptModel(models);
    this.code = code;
  }

  @Override
  public RunRecord run(Cell cell, CellOutput output, Progress progress) throws IOException {
    try {
      return trainedAndTested(cell, output, progress);
    } catch (UncheckedIOException e) { // of images, which are read in the middle of everything
      throw Objects.requireNonNull(e.getCause());
    }
  }

  private RunRecord trainedAndTested(Cell cell, CellOutput output, Progress progress)
      throws IOException {
    progress.at(0, "loading");
    RunRecord.Provenance provenance =
        Environment.provenance(code, cell.digests(), Environment.tensorThreads());
    TaskSplits task = tasks.open(cell.dataset(), cell.trains());
    Recipe recipe = Recipe.of(cell.recipe());
    PretrainedGlip model = kept.load(cell.model()).in(recipe.precision());
    try (Adapters adapters = new Adapters(cell, model, methods)) {
      Phases phases = new Phases(cell, progress);
      OtherEvaluations others = new OtherEvaluations(cell, model, tasks, phases);
      Optional<String> baseDiverged = trainFirst(cell, adapters, model, others, phases, output);
      if (baseDiverged.isPresent()) {
        return diverged(
            cell,
            provenance,
            baseDiverged.get(),
            List.of(),
            cost(cell, model.glip(), null, null, null, null));
      }
      Adaptation adaptation = adapters.startOwn();
      Trained trained =
          new TaskTraining(cell, model, task, room(output), phases.ownTraining())
              .train(adaptation, new TrainingCheckpoint(output.checkpoints(), "own", cell));
      if (trained.diverged().isPresent()) {
        return diverged(
            cell,
            provenance,
            trained.diverged().get(),
            trained.curve(),
            cost(cell, model.glip(), null, trained.seconds(), null, null));
      }
      TaskEvaluation evaluation = TaskEvaluation.of(recipe, model, adaptation, task);
      long start = System.nanoTime();
      List<Detection> found = evaluation.detect(phases.ownTest());
      double testSeconds = (System.nanoTime() - start) / 1e9;
      Results own = trained.noted(evaluation.results(found, recipe.evaluation().resamples()));
      double inferenceSeconds = evaluation.secondsPerImage(TIMED_IMAGES); // now all is warmed up
      List<Picture> pictures =
          evaluation.pictures(found, cell.task(), recipe.evaluation(), output.folder());
      others.after(adaptation);
      if (adapters.stacked()) {
        others.detached(adapters.below().orElseThrow());
      }
      return record(
          cell,
          provenance,
          RunRecord.Outcome.COMPLETED,
          null,
          new Results(own.metrics(), own.classAp(), others.made(), own.bootstrapAp(), pictures),
          cost(
              cell,
              model.glip(),
              adapters.save(output.adapter()),
              trained.seconds(),
              testSeconds,
              inferenceSeconds),
          trained.curve());
    }
  }

  /**
   * Trains and evaluates what comes first, if anything does.
   *
   * @return why that diverged; empty if it did not
   */
  private Optional<String> trainFirst(
      Cell cell,
      Adapters adapters,
      PretrainedGlip model,
      OtherEvaluations others,
      Phases phases,
      CellOutput output)
      throws IOException {
    Optional<Cell> base = cell.ofBase();
    if (base.isEmpty()) {
      return Optional.empty();
    }
    Cell first = base.get();
    PretrainedGlip below = model.in(Recipe.of(first.recipe()).precision());
    Progress training = phases.first();
    Adaptation start = adapters.startFirst(first);
    if (!taken(adapters, first, output)) {
      Trained trained =
          new TaskTraining(first, below, tasks.open(first.dataset(), true), room(output), training)
              .train(start, new TrainingCheckpoint(output.checkpoints(), "first", first));
      if (trained.diverged().isPresent()) {
        return trained
            .diverged()
            .map(
                reason ->
                    "%s on %s, trained first: %s"
                        .formatted(first.method().label(), first.dataset(), reason));
      }
      keep(adapters, first, output);
    }
    others.before(adapters.finishFirst());
    return Optional.empty();
  }

  /** Takes what another cell has trained; where that fails it is trained once more. */
  private static boolean taken(Adapters adapters, Cell first, CellOutput output) {
    try {
      boolean taken = output.bases().isPresent() && adapters.takeFirst(output.bases().get(), first);
      if (taken) {
        System.err.printf(
            "%s on %s is there, from another run%n", first.method().label(), first.dataset());
      }
      return taken;
    } catch (IOException e) {
      System.err.printf("what another run has trained cannot be used: %s%n", e.getMessage());
      return false;
    }
  }

  /** Others can do without. */
  private static void keep(Adapters adapters, Cell first, CellOutput output) {
    if (output.bases().isPresent()) {
      try {
        adapters.keepFirst(output.bases().get(), first, output.folder().resolve("first"));
      } catch (IOException e) {
        System.err.printf("what was trained first is not kept for others: %s%n", e.getMessage());
      }
    }
  }

  private static FeatureRoom room(CellOutput output) {
    return FeatureRoom.of(output.featureBytes(), output.folder());
  }

  /** What the cell's own method cost; the launcher knows the rest. */
  private RunRecord.Cost cost(
      Cell cell,
      Glip glip,
      @Nullable Long adapterBytes,
      @Nullable Double trainSeconds,
      @Nullable Double testSeconds,
      @Nullable Double inferenceSeconds) {
    Layout layout =
        ServiceMethods.layout(
            methods.method(cell.method().name()), glip.config(), cell.method().settings());
    return new RunRecord.Cost(
        layout.size(),
        glip.layout().size(),
        adapterBytes,
        trainSeconds,
        testSeconds,
        inferenceSeconds,
        null,
        null);
  }

  private static RunRecord diverged(
      Cell cell,
      RunRecord.Provenance provenance,
      String reason,
      List<RunRecord.CurvePoint> curve,
      RunRecord.Cost cost) {
    return record(cell, provenance, RunRecord.Outcome.DIVERGED, reason, Results.NONE, cost, curve);
  }

  private static RunRecord record(
      Cell cell,
      RunRecord.Provenance provenance,
      RunRecord.Outcome outcome,
      @Nullable String message,
      Results results,
      RunRecord.Cost cost,
      List<RunRecord.CurvePoint> curve) {
    return new RunRecord(
        RunRecord.VERSION,
        cell.id(),
        cell.model(),
        cell.method(),
        cell.task(),
        cell.base(),
        new TreeMap<>(cell.recipe()),
        cell.seed(),
        outcome,
        message,
        results,
        cost,
        curve,
        provenance);
  }
}
