package org.sdptbench.harness.engine;

import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.harness.eval.CocoMetrics;
import org.sdptbench.harness.model.Models;
import org.sdptbench.harness.model.PretrainedGlip;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.AdapterOutput;
import org.sdptbench.harness.run.CellOutput;
import org.sdptbench.harness.run.CellRunner;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.train.DivergedException;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/** Makes the record of a cell: model + adaptation + task → training, test, adapter. */
final class GlipCellRunner implements CellRunner {
  private final ServiceMethods methods;
  private final Datasets datasets;
  private final Models models;
  private final Environment.Code code;

  GlipCellRunner(ServiceMethods methods, Datasets datasets, Models models, Environment.Code code) {
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
    PeftMethod method = methods.method(cell.method().name());
    Settings settings = Settings.resolve(method.settings(), cell.method().settings());
    try (PretrainedGlip model = models.load(cell.model())) {
      Glip glip = model.glip();
      Layout layout = method.layout(glip.config(), glip.layout(), settings);
      Params params = Params.initialise(layout, cell.seed(), model.weights());
      try (Adaptation adaptation = method.adapt(glip.config(), model.weights(), settings, params)) {
        TaskRun run = new TaskRun(cell, model, adaptation, task, progress);
        try {
          run.train();
          CocoMetrics metrics = run.test();
          List<Picture> pictures = run.pictures(output.folder());
          Long bytes = save(cell, params, output.adapter());
          return record(
              cell,
              provenance,
              null,
              results(metrics, pictures),
              cost(glip, layout, bytes, run),
              run);
        } catch (DivergedException e) {
          RunRecord.Cost cost = cost(glip, layout, null, run);
          return record(cell, provenance, e.getMessage(), Results.NONE, cost, run);
        }
      }
    }
  }

  /** Keeps the adapter if it is small enough; its size in bytes, or null if nothing was trained. */
  private static @Nullable Long save(Cell cell, Params params, AdapterOutput output)
      throws IOException {
    if (params.names().isEmpty()) {
      return null;
    }
    long bytes = SavedAdapter.byteSize(params);
    if (bytes <= output.maxBytes()) {
      String weights = cell.digests().getOrDefault(Cell.weightsKey(cell.model()), "");
      new SavedAdapter(cell.method().name(), cell.method().settings(), cell.model(), weights)
          .write(output.folder(), params);
    }
    return bytes;
  }

  private static Results results(CocoMetrics metrics, List<Picture> pictures) {
    return new Results(metrics.summary(), metrics.classAp(), List.of(), List.of(), pictures);
  }

  private static RunRecord.Cost cost(
      Glip glip, Layout layout, @Nullable Long adapterBytes, TaskRun run) {
    return new RunRecord.Cost(
        layout.size(),
        glip.layout().size(),
        adapterBytes,
        run.trainSeconds(),
        run.testSeconds(),
        null,
        null);
  }

  /**
   * The record.
   *
   * @param diverged why training diverged; null if it did not
   */
  private static RunRecord record(
      Cell cell,
      RunRecord.Provenance provenance,
      @Nullable String diverged,
      Results results,
      RunRecord.Cost cost,
      TaskRun run) {
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
        run.curve(),
        provenance);
  }
}
