package org.sdptbench.harness.cell;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.catalog.TaskSplits;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.CellOutput;
import org.sdptbench.harness.run.CellRunner;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.train.DivergedException;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/**
 * Makes the record of a cell: model + adaptation + task → training, test, adapter; before that,
 * what the cell trains first, on a task of its own.
 */
public final class GlipCellRunner implements CellRunner {
  private final ServiceMethods methods;
  private final Datasets datasets;
  private final Models models;
  private final Environment.Code code;

  public GlipCellRunner(
      ServiceMethods methods, Datasets datasets, Models models, Environment.Code code) {
    this.methods = methods;
    this.datasets = datasets;
    this.models = models;
    this.code = code;
  }

  @Override
  public RunRecord run(Cell cell, CellOutput output, Progress progress) throws IOException {
    progress.at(0, "loading");
    RunRecord.Provenance provenance =
        Environment.provenance(code, cell.digests(), Environment.tensorThreads());
    TaskSplits task = datasets.open(cell.dataset());
    try (PretrainedGlip model = models.load(cell.model());
        Adapters adapters = new Adapters(cell, model, methods)) {
      Phases phases = new Phases(cell, progress);
      OtherEvaluations tests = new OtherEvaluations(cell, model, datasets, phases);
      @Nullable TaskRun run = null;
      try {
        trainFirst(cell, adapters, model, tests, phases);
        Adaptation adaptation = adapters.startOwn();
        run = new TaskRun(cell, model, adaptation, task, phases.own());
        run.train();
        Results own = run.test();
        run.timeInference();
        List<Picture> pictures = run.pictures(output.folder());
        tests.after(adaptation);
        if (adapters.stacked()) {
          tests.detached(adapters.trainedFirst().orElseThrow());
        }
        RunRecord.Cost cost = cost(cell, model.glip(), adapters.save(output.adapter()), run);
        return record(cell, provenance, null, with(own, tests, pictures), cost, run);
      } catch (DivergedException e) {
        RunRecord.Cost cost = cost(cell, model.glip(), null, run);
        return record(cell, provenance, e.getMessage(), Results.NONE, cost, run);
      }
    }
  }

  /** Trains and tests what comes first, if anything does. */
  private void trainFirst(
      Cell cell, Adapters adapters, PretrainedGlip model, OtherEvaluations tests, Phases phases)
      throws IOException, DivergedException {
    Optional<Adaptation> first = adapters.startFirst();
    if (first.isEmpty()) {
      return;
    }
    Cell base = cell.ofBase().orElseThrow();
    try {
      new TaskRun(base, model, first.get(), datasets.open(base.dataset()), phases.first()).train();
    } catch (DivergedException e) {
      throw new DivergedException(
          "%s on %s, trained first: %s"
              .formatted(base.method().label(), base.dataset(), e.getMessage()),
          e);
    }
    tests.before(adapters.trainedFirst().orElseThrow());
  }

  private static Results with(Results own, OtherEvaluations tests, List<Picture> pictures) {
    return new Results(own.metrics(), own.classAp(), tests.made(), own.bootstrapAp(), pictures);
  }

  /**
   * What the cell's own method cost.
   *
   * @param run its run; null if it never began
   */
  private RunRecord.Cost cost(
      Cell cell, Glip glip, @Nullable Long adapterBytes, @Nullable TaskRun run) {
    PeftMethod method = methods.method(cell.method().name());
    Layout layout = ServiceMethods.layout(method, glip.config(), cell.method().settings());
    return new RunRecord.Cost(
        layout.size(),
        glip.layout().size(),
        adapterBytes,
        run == null ? null : Double.valueOf(run.trainSeconds()),
        run == null ? null : run.testSeconds(),
        run == null ? null : run.inferenceSeconds(),
        null,
        null);
  }

  /**
   * The record.
   *
   * @param diverged why training diverged; null if it did not
   * @param results what the tests showed
   */
  private static RunRecord record(
      Cell cell,
      RunRecord.Provenance provenance,
      @Nullable String diverged,
      Results results,
      RunRecord.Cost cost,
      @Nullable TaskRun run) {
    return new RunRecord(
        RunRecord.VERSION,
        cell.id(),
        cell.model(),
        cell.method(),
        cell.task(),
        cell.base(),
        new TreeMap<>(cell.recipe()),
        cell.seed(),
        diverged == null ? RunRecord.Outcome.COMPLETED : RunRecord.Outcome.DIVERGED,
        diverged,
        results,
        cost,
        run == null ? List.of() : run.curve(),
        provenance);
  }
}
