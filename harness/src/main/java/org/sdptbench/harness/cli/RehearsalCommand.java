package org.sdptbench.harness.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellJson;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.plan.ReportPlans;
import org.sdptbench.harness.run.Checkpoints;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.FolderTree;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.Worker;
import org.sdptbench.harness.run.WorkerTask;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.Report;
import org.sdptbench.reports.record.ReportPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * {@code sdptbench rehearse}: the way from a spec to a report in one process. The launcher script
 * lets Java keep the classes that it takes, for later starts of the program and of its workers.
 */
@Command(
    name = RehearsalCommand.NAME,
    hidden = true,
    description = "Plans specs, runs the last cell in this process and reports; keeps nothing.")
final class RehearsalCommand implements Callable<Integer> {
  static final String NAME = "rehearse";

  private final Engine engine;
  @Mixin private SpecOptions specs = new SpecOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "SPEC",
      description = "A name in experiments/ or a YAML file (default: every experiment).")
  private List<String> names = new ArrayList<>();

  RehearsalCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws Exception {
    Vocabulary vocabulary = engine.vocabulary(specs.data());
    Scale scale = specs.scale(vocabulary);
    Plan plan = specs.plan(names, vocabulary, scale);
    Cell cell = plan.cells().get(plan.cells().size() - 1);
    Path folder = Files.createTempDirectory("sdptbench-rehearsal");
    try {
      Path planFile = folder.resolve("plan.json");
      ReportPlans.of(plan, SpecOptions.published(scale), vocabulary.models()::official)
          .withClaims(specs.claims(plan, vocabulary))
          .write(planFile);
      Path cellFile = folder.resolve("cell.json");
      new CellJson().write(cell, cellFile);
      RunStore store = new RunStore(folder.resolve("runs"));
      Environment.Code code = new Environment.Code("none", false);
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      new Worker(engine.runner(specs.data(), code), code, 0, 0, Checkpoints.EVERY, nowhere)
          .run(
              new WorkerTask(
                  cellFile,
                  store.file(cell.id()),
                  store.root(),
                  store.checkpoints(cell.id()),
                  store.root()));
      new Report(store.root(), ReportPlan.read(planFile), folder).write();
      return store.done(cell.id()).isPresent() ? ExitCode.OK : ExitCode.CELLS_FAILED;
    } finally {
      new FolderTree(folder).delete();
    }
  }
}
