package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdptbench.harness.launch.LaunchResult;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.plan.ReportPlans;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.RecordArchive;
import org.sdptbench.harness.run.RecordImport;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.RunStore.Entry.Missing;
import org.sdptbench.harness.run.TrainedBases;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.Report;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecord;

/** Plans, runs and reports: what {@code reproduce} and {@code run} share. */
final class Session {
  private final Engine engine;
  private final Class<?> main;
  private final SpecOptions specs;
  private final LaunchOptionsMixin launch;
  private final SlurmOptions slurm;
  private final LocalCells local;
  private final PrintWriter out;

  /** On this machine. */
  Session(
      Engine engine, Class<?> main, SpecOptions specs, LaunchOptionsMixin launch, PrintWriter out) {
    this(engine, main, specs, launch, new SlurmOptions(), out);
  }

  Session(
      Engine engine,
      Class<?> main,
      SpecOptions specs,
      LaunchOptionsMixin launch,
      SlurmOptions slurm,
      PrintWriter out) {
    this.engine = engine;
    this.main = main;
    this.specs = specs;
    this.launch = launch;
    this.slurm = slurm;
    this.local = new LocalCells(engine, main, specs, launch, out);
    this.out = out;
  }

  /**
   * Runs specs.
   *
   * @param names names or files of specs; none: the scale's list
   * @return an exit code
   */
  int run(List<String> names) throws IOException, InvalidInputException {
    launch.check();
    slurm.check(launch);
    Vocabulary vocabulary = engine.vocabulary(specs.data());
    Scale scale = specs.scale(vocabulary);
    Plan plan = specs.plan(names, vocabulary, scale);
    LocalCells.refuseMissing(plan, vocabulary);
    Path folder = launch.out();
    RunStore store = new RunStore(folder.resolve("runs"));
    if (launch.from().isPresent() && !slurm.dryRun()) {
      takePublished(RecordArchive.in(launch.from().get()), plan, store);
    }
    List<RunRecord> known = store.all();
    Path planFile = folder.resolve("plan.json");
    ReportPlan shown =
        ReportPlans.of(plan, SpecOptions.published(scale), vocabulary.models()::official)
            .withClaims(specs.claims(plan, vocabulary))
            .changed(specs.changes());
    if (!slurm.dryRun()) {
      shown.write(planFile);
    }
    specs.changes().forEach(local::say);
    if (slurm.isChosen()) {
      int code =
          new ClusterRun(main, specs, launch, slurm, out)
              .run(
                  plan.cells(),
                  store,
                  new CellTimes(scale.estimate(), vocabulary.datasets(), known),
                  local.memory(known, vocabulary),
                  planFile);
      forgetBases(scale, store, plan);
      return code;
    }
    LaunchResult result =
        local.run(
            LocalCells.code(),
            scale,
            vocabulary,
            plan.cells(),
            store,
            known,
            new ExperimentTables(plan.experiments(), plan.byId()));
    forgetBases(scale, store, plan);
    if (plan.byId().keySet().stream().allMatch(cell -> store.get(cell) instanceof Missing)) {
      local.say("No run ended, so there is nothing to report; the same command goes on.");
      return ExitCode.CELLS_FAILED;
    }
    List<Path> written = new Report(store.root(), ReportPlan.read(planFile), folder).write();
    sayWhatWasPublished(written);
    local.say("Report: " + folder.resolve("report.pdf"));
    return result.isClean() ? ExitCode.OK : ExitCode.CELLS_FAILED;
  }

  /** What took hours is kept, for runs that nobody has planned yet. */
  private void forgetBases(Scale scale, RunStore store, Plan plan) throws IOException {
    if (!scale.longRuns() && !slurm.dryRun()) {
      new TrainedBases(store).forget(plan.cells());
    }
  }

  /**
   * Runs cells that are planned already, on a node of a cluster.
   *
   * @return an exit code
   */
  int cells(List<Cell> cells, Environment.Code code) throws IOException, InvalidInputException {
    launch.check();
    Vocabulary vocabulary = engine.vocabulary(specs.data());
    Scale scale = specs.scale(vocabulary);
    RunStore store = new RunStore(launch.out().resolve("runs"));
    LaunchResult result =
        local.run(code, scale, vocabulary, cells, store, store.all(), ExperimentTables.none());
    return result.isClean() ? ExitCode.OK : ExitCode.CELLS_FAILED;
  }

  /** The tables of what others found with the same checkpoint. */
  private void sayWhatWasPublished(List<Path> written) throws IOException {
    for (Path file : written) {
      if (String.valueOf(file.getFileName()).endsWith("-published.md")) {
        local.say(Files.readString(file));
      }
    }
  }

  /** Puts published records of a plan into a store that lacks them, and says so. */
  private void takePublished(RecordArchive archive, Plan plan, RunStore store)
      throws IOException, InvalidInputException {
    RecordArchive.Contents published = local.read(archive);
    RecordImport done = RecordImport.into(store, plan.cells(), published);
    done.refused()
        .forEach(
            cell ->
                local.say(
                    "%s: not taken: the record of cell %s says another thing than the cell"
                        .formatted(archive.file(), cell)));
    local.say(
        "%s: %s of its %s records taken for the %s cells of the plan; %s had %s of them already"
            .formatted(
                archive.file(),
                done.taken(),
                published.byCell().size(),
                plan.byId().size(),
                store.root(),
                done.present()));
    long ofOthers =
        published.byCell().keySet().stream().filter(cell -> !plan.byId().containsKey(cell)).count();
    if (ofOthers > published.byCell().size() / 2) {
      local.say(
          "%s: %s records are of no cell of this plan, as an older version has other cells; a report on them as they were planned: sdptbench report --from %s"
              .formatted(archive.file(), ofOthers, archive.file().resolveSibling("")));
    }
    List<RunRecord> taken =
        plan.byId().keySet().stream().map(store::done).flatMap(Optional::stream).toList();
    int pictures =
        engine.restorePictures(
            specs.data(), taken, store.root(), name -> local.say("drawing test images of " + name));
    if (pictures > 0) {
      local.say(pictures + " test images that the records name drawn again");
    }
  }
}
