package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sdptbench.harness.device.Devices;
import org.sdptbench.harness.launch.CellMemory;
import org.sdptbench.harness.launch.LaunchOptions;
import org.sdptbench.harness.launch.LaunchResult;
import org.sdptbench.harness.launch.Launcher;
import org.sdptbench.harness.launch.LocalLauncher;
import org.sdptbench.harness.launch.MeasuredMemory;
import org.sdptbench.harness.launch.WorkerCommand;
import org.sdptbench.harness.launch.Workers;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.plan.Ingredient;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.plan.ReportPlans;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.RecordArchive;
import org.sdptbench.harness.run.RecordImport;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.RunStore.Entry.Missing;
import org.sdptbench.harness.run.TrainedBases;
import org.sdptbench.harness.run.VerificationSample;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.tune.RatesFile;
import org.sdptbench.harness.tune.TunedRates;
import org.sdptbench.harness.tune.Tuning;
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
    refuseMissing(plan, vocabulary);
    Path folder = launch.out();
    RunStore store = new RunStore(folder.resolve("runs"));
    if (launch.from().isPresent() && !slurm.dryRun()) {
      takePublished(RecordArchive.in(launch.from().get()), plan, store);
    }
    List<RunRecord> known = store.all();
    CellTimes times = new CellTimes(scale.estimate(), vocabulary.datasets(), known);
    Path planFile = folder.resolve("plan.json");
    ReportPlan shown =
        ReportPlans.of(plan, SpecOptions.published(scale), vocabulary.models()::official)
            .withClaims(specs.claims(plan, vocabulary))
            .changed(specs.changes());
    if (!slurm.dryRun()) {
      shown.write(planFile);
    }
    specs.changes().forEach(this::say);
    if (slurm.isChosen()) {
      return new ClusterRun(main, specs, launch, slurm, out)
          .run(plan.cells(), store, times, memory(known, vocabulary), planFile);
    }
    LaunchResult result =
        launch(
            code(),
            plan.scale(),
            plan.cells(),
            store,
            times,
            memory(known, vocabulary),
            new ExperimentTables(plan.experiments(), plan.byId()));
    if (plan.byId().keySet().stream().allMatch(cell -> store.get(cell) instanceof Missing)) {
      say("No run ended, so there is nothing to report; the same command goes on.");
      return ExitCode.CELLS_FAILED;
    }
    List<Path> written = new Report(store.root(), ReportPlan.read(planFile), folder).write();
    sayWhatWasPublished(written);
    say("Report: " + folder.resolve("report.pdf"));
    return result.isClean() ? ExitCode.OK : ExitCode.CELLS_FAILED;
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
    List<RunRecord> known = store.all();
    CellTimes times = new CellTimes(scale.estimate(), vocabulary.datasets(), known);
    LaunchResult result =
        launch(
            code, scale, cells, store, times, memory(known, vocabulary), ExperimentTables.none());
    return result.isClean() ? ExitCode.OK : ExitCode.CELLS_FAILED;
  }

  private static Environment.Code code() {
    return Environment.code(Path.of(System.getProperty("sdptbench.home", ".")));
  }

  /** The tables of what others found with the same checkpoint. */
  private void sayWhatWasPublished(List<Path> written) throws IOException {
    for (Path file : written) {
      if (String.valueOf(file.getFileName()).endsWith("-published.md")) {
        say(Files.readString(file));
      }
    }
  }

  /**
   * Chooses a rate for every entry of a spec, with as many trials for each.
   *
   * @param name name or file of the spec; the rates on its axis are tried first
   * @param rates where the chosen rates are left; empty for the file that the scale names, or,
   *     where that names none or only a part was tuned, {@code rates.yaml} in the folder of the
   *     output
   * @return an exit code
   */
  int tune(String name, Optional<Path> rates) throws IOException, InvalidInputException {
    launch.check();
    Vocabulary vocabulary = engine.vocabulary(specs.data());
    Scale scale = specs.scale(vocabulary);
    Spec spec = specs.specs(List.of(name), vocabulary, scale).get(0);
    Tuning tuning = Tuning.of(spec, vocabulary, scale);
    Optional<Path> ofScale = specs.isWhole() ? scale.rates() : Optional.empty();
    Path file = rates.or(() -> ofScale).orElseGet(() -> launch.out().resolve("rates.yaml"));
    RatesFile.read(file); // what is no file of rates is told before anything runs
    refuseUntuned(tuning, scale, file);
    RunStore store = new RunStore(launch.out().resolve("runs"));
    specs.changes().forEach(this::say);
    say("%s entries, each with %s trials".formatted(spec.methods().size(), tuning.trials()));
    boolean clean = true;
    for (Plan plan = tuning.next(); !plan.cells().isEmpty(); plan = tuning.next()) {
      refuseMissing(plan, vocabulary);
      List<RunRecord> known = store.all();
      CellTimes times = new CellTimes(scale.estimate(), vocabulary.datasets(), known);
      LaunchResult result =
          launch(
              code(),
              scale,
              plan.cells(),
              store,
              times,
              memory(known, vocabulary),
              ExperimentTables.none());
      List<String> unknown = tuning.take(store);
      if (!unknown.isEmpty()) {
        say("Without a result: " + String.join("; ", unknown));
        say("Nothing is chosen until every trial has one; the same command goes on.");
        return ExitCode.CELLS_FAILED;
      }
      clean &= result.isClean();
    }
    TunedRates chosen = tuning.chosen();
    chosen.chosen().forEach(one -> say(words(one)));
    chosen.write(file);
    say("Rates: " + file);
    return clean ? ExitCode.OK : ExitCode.CELLS_FAILED;
  }

  /** A rate beside the learning rate is chosen at that, which a scale must have first. */
  private static void refuseUntuned(Tuning tuning, Scale scale, Path file)
      throws InvalidInputException {
    if (!tuning.setting().equals(RecipeSettings.LEARNING_RATE)
        && scale.rates().filter(file::equals).isPresent()
        && scale.tuned().isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument(file.toString()),
              "%s is tuned at each method's own learning rate, and these are not tuned yet"
                  .formatted(tuning.setting()),
              "./sdptbench tune --scale %s first, or --rates FILE to leave it elsewhere"
                  .formatted(scale.name())));
    }
  }

  private static String words(TunedRates.Chosen one) {
    String settings = one.settings().isEmpty() ? "" : " " + one.settings();
    String rate =
        one.rate().isPresent() ? String.valueOf(one.rate().getAsDouble()) : "none, all diverged";
    return "%s%s: %s (%s)".formatted(one.method(), settings, rate, one.inWords());
  }

  /**
   * Runs a sample of published cells again and prints what differs from the published records.
   *
   * @param published folder of published results
   * @param size number of cells
   * @param tolerance what results may differ by; empty: nothing on a machine of the same type
   * @return {@link ExitCode#OK} if all were run again and nothing differs
   */
  int verify(Path published, int size, OptionalDouble tolerance)
      throws IOException, InvalidInputException {
    launch.check();
    Vocabulary vocabulary = engine.vocabulary(specs.data());
    Scale scale = specs.scale(vocabulary);
    Plan plan = specs.plan(List.of(), vocabulary, scale);
    refuseMissing(plan, vocabulary);
    RecordArchive archive = RecordArchive.in(published);
    RecordArchive.Contents contents = read(archive);
    VerificationSample sample = VerificationSample.of(plan.cells(), contents.byCell(), size);
    if (sample.cells().isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument(archive.file().toString()),
              "none of its %s records is of a finished cell of this plan"
                  .formatted(contents.byCell().size()),
              "what was published at scale %s by this version, with the same options"
                  .formatted(scale.name())));
    }
    specs.changes().forEach(this::say);
    say(
        "%s: running %s of %s published cells of the plan again (%s records in all)"
            .formatted(
                archive.file(),
                sample.cells().size(),
                sample.candidates(),
                contents.byCell().size()));
    RunStore store = new RunStore(scratch());
    Collection<RunRecord> known = contents.byCell().values();
    CellTimes times = new CellTimes(scale.estimate(), vocabulary.datasets(), known);
    launch(
        code(),
        scale,
        sample.cells(),
        store,
        times,
        memory(known, vocabulary),
        ExperimentTables.none());
    boolean same = new VerificationText(out).print(sample, contents.byCell(), store, tolerance);
    say("Records of the runs made again: " + store.root());
    return same ? ExitCode.OK : ExitCode.DIFFERENT;
  }

  /** A folder without records: those of earlier runs would be taken for runs made again. */
  private Path scratch() throws IOException, InvalidInputException {
    if (launch.out().equals(Path.of("."))) {
      return Files.createTempDirectory("sdptbench-verify").resolve("runs");
    }
    Path runs = launch.out().resolve("runs");
    if (Files.exists(runs)) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--out " + launch.out()),
              "has runs/ already",
              "with --verify, a folder without"));
    }
    return runs;
  }

  private RecordArchive.Contents read(RecordArchive archive) throws IOException {
    RecordArchive.Contents contents = archive.read();
    for (RecordArchive.Skipped skipped : contents.skipped()) {
      say("%s: not read: %s, %s".formatted(archive.file(), skipped.entry(), skipped.reason()));
    }
    return contents;
  }

  /** Puts published records of a plan into a store that lacks them, and says so. */
  private void takePublished(RecordArchive archive, Plan plan, RunStore store)
      throws IOException, InvalidInputException {
    RecordArchive.Contents published = read(archive);
    RecordImport done = RecordImport.into(store, plan.cells(), published);
    done.refused()
        .forEach(
            cell ->
                say(
                    "%s: not taken: the record of cell %s says another thing than the cell"
                        .formatted(archive.file(), cell)));
    say(
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
      say(
          "%s: %s records are of no cell of this plan, as an older version has other cells; a report on them as they were planned: sdptbench report --from %s"
              .formatted(archive.file(), ofOthers, archive.file().resolveSibling("")));
    }
    List<RunRecord> taken =
        plan.byId().keySet().stream().map(store::done).flatMap(Optional::stream).toList();
    int pictures =
        engine.restorePictures(
            specs.data(), taken, store.root(), name -> say("drawing test images of " + name));
    if (pictures > 0) {
      say(pictures + " test images that the records name drawn again");
    }
  }

  private CellMemory memory(Collection<RunRecord> known, Vocabulary vocabulary) throws IOException {
    return new MeasuredMemory(known, engine.memory(vocabulary.datasets(), launch.heapBytes()));
  }

  /**
   * Refuses cells that cannot fit.
   *
   * @throws InvalidInputException naming the largest of them and what would help
   */
  private void refuseTooLarge(List<Cell> cells, CellMemory memory, long machine)
      throws InvalidInputException {
    List<Cell> large = cells.stream().filter(cell -> memory.bytes(cell) > machine).toList();
    if (large.isEmpty()) {
      return;
    }
    Cell largest = large.stream().max(Comparator.comparingLong(memory::bytes)).orElseThrow();
    throw new InvalidInputException(
        Problem.of(
            Location.argument(largest.describe()),
            "needs about %s of memory, and there are %s; so do %s of %s cells"
                .formatted(
                    Sizes.of(memory.bytes(largest)), Sizes.of(machine), large.size(), cells.size()),
            "cells that fit, by --set recipe.activations=recompute, a smaller recipe.batchSize or"
                + " recipe.shorterSide, or other --methods; --memory SIZE if there is more than is"
                + " seen"));
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }

  private LaunchResult launch(
      Environment.Code code,
      Scale scale,
      List<Cell> cells,
      RunStore store,
      CellTimes times,
      CellMemory memory,
      ExperimentTables tables)
      throws IOException, InvalidInputException {
    Devices devices = launch.devices();
    devices.reason().ifPresent(reason -> say("device: " + reason));
    LaunchOptions options = options(scale, cells, memory, devices);
    List<String> arguments =
        new ArrayList<>(List.of(WorkerCellCommand.NAME, "--commit", code.commit()));
    if (code.dirty()) {
      arguments.add("--dirty");
    }
    arguments.addAll(
        List.of(
            "--adapter-bytes",
            String.valueOf(launch.adapterBytes(scale)),
            "--feature-bytes",
            String.valueOf(launch.featureBytes()),
            "--checkpoint-every",
            launch.checkpointEvery().toString()));
    specs.data().ifPresent(d -> arguments.addAll(List.of("--data", d.toString())));
    try (ConsoleProgress console =
        ConsoleProgress.start(out, cells, times, options.workers(), tables)) {
      Launcher launcher =
          new LocalLauncher(
              new WorkerCommand(main.getName(), launch.heap(), arguments, devices.names()),
              store,
              options,
              times,
              code,
              console);
      CountDownLatch ended = new CountDownLatch(1);
      Thread hook = new Thread(() -> interrupted(launcher, console, ended), "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        LaunchResult result = launcher.run(cells);
        new TrainedBases(store).forget(cells);
        console.summary(result);
        return result;
      } finally {
        ended.countDown();
        removeHook(hook);
      }
    }
  }

  /** With as many workers as fit, where the user has not said how many. */
  private LaunchOptions options(Scale scale, List<Cell> cells, CellMemory memory, Devices devices)
      throws InvalidInputException {
    if (devices.areGpus()) {
      return launch.options(devices.names().size(), scale);
    }
    OptionalLong asked = launch.memory();
    OptionalLong machine = asked.isPresent() ? asked : Environment.totalMemoryBytes();
    if (machine.isPresent()) {
      refuseTooLarge(cells, memory, machine.getAsLong());
    }
    int cores = Runtime.getRuntime().availableProcessors();
    Workers fitting = Workers.fitting(cells, memory, cores, Environment.availableMemoryBytes());
    if (launch.choosesWorkers() && fitting.limited()) {
      say(
          "%s of %s workers: one more might not fit into the memory that is free (%s for %s)"
              .formatted(
                  fitting.count(),
                  cores,
                  Sizes.of(Environment.availableMemoryBytes().orElse(0)),
                  Sizes.of(fitting.memoryBytes())));
    }
    return launch.options(fitting.count(), scale);
  }

  /** On Ctrl-C: ends the workers, waits for the launcher to tidy up, and says how to go on. */
  private static void interrupted(
      Launcher launcher, ConsoleProgress console, CountDownLatch ended) {
    launcher.stop();
    try {
      boolean tidy = ended.await(5, TimeUnit.SECONDS);
      console.stopped(tidy);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, and the rest of the command must not.
      park();
    }
  }

  private static void park() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Says what of a plan is not on this machine, and how to get it. */
  static void refuseMissing(Plan plan, Vocabulary vocabulary) throws InvalidInputException {
    Problems problems = new Problems();
    for (Ingredient missing : plan.missing()) {
      String what =
          switch (missing.kind()) {
            case DATA, TEST -> "data set ";
            case WEIGHTS -> "weights of ";
            case METHOD -> "method ";
          };
      problems.add(
          Problem.of(
              Location.argument(what + missing.name()),
              "not on this machine: " + missing.remedy(vocabulary)));
    }
    problems.throwIfAny();
  }
}
