package org.sdptbench.harness.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sdptbench.harness.cli.Architectures;
import org.sdptbench.harness.cli.Engine;
import org.sdptbench.harness.cli.ImageAnswer;
import org.sdptbench.harness.cli.ImageQuestion;
import org.sdptbench.harness.model.Models;
import org.sdptbench.harness.pretrain.PretrainRun;
import org.sdptbench.harness.run.CellRunner;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.Report;
import org.sdptbench.reports.claim.EvaluatedClaims;
import org.sdptbench.reports.comparison.Comparisons;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecord;

/** The real engine behind the commands. */
public final class BenchEngine implements Engine {
  @Override
  public Vocabulary vocabulary(Optional<Path> data) throws IOException {
    return new Vocabulary(
        new ServiceMethods(), new Datasets(data), new Models(data), RecipeSettings.standard());
  }

  @Override
  public Architectures architectures() throws IOException {
    return new PresetArchitectures(new ServiceMethods());
  }

  @Override
  public CellRunner runner(Optional<Path> data, Environment.Code code) throws IOException {
    return new GlipCellRunner(new ServiceMethods(), new Datasets(data), new Models(data), code);
  }

  @Override
  public int restorePictures(
      Optional<Path> data, Collection<RunRecord> records, Path runs, Consumer<String> begun)
      throws IOException {
    return new LostPictures(new Datasets(data)).restore(records, runs, begun);
  }

  @Override
  public void report(Path runs, Path plan, Path out) throws IOException {
    new Report(runs, ReportPlan.read(plan), out).write();
  }

  @Override
  public ImageAnswer detect(ImageQuestion question) throws IOException, InvalidInputException {
    return new ImageDetection(new ServiceMethods(), new Models(question.data())).answer(question);
  }

  @Override
  public Comparisons comparisons(Path runs, Path plan) throws IOException {
    return Comparisons.read(runs, plan);
  }

  @Override
  public EvaluatedClaims claims(Path runs, Path plan) throws IOException {
    return EvaluatedClaims.read(runs, plan);
  }

  @Override
  public int pretrain(Path spec, Path out) throws IOException, InvalidInputException {
    Environment.Code code = Environment.code(Path.of("."));
    try {
      PretrainRun.run(
          spec, out, Map.of("commit", code.commit(), "dirty", String.valueOf(code.dirty())));
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
