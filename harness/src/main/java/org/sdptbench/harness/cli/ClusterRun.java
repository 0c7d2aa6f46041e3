package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.sdptbench.harness.launch.CellMemory;
import org.sdptbench.harness.launch.WorkerCommand;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellJson;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.slurm.BatchScript;
import org.sdptbench.harness.slurm.CellArray;
import org.sdptbench.harness.slurm.SlurmCommands;
import org.sdptbench.harness.slurm.SlurmProfile;
import org.sdptbench.harness.slurm.Submission;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.reports.file.WholeFile;

/** Hands the cells of a plan that are open to Slurm, and waits for them. */
final class ClusterRun {
  /** Folder beside the records, with a folder for each call. */
  static final String FOLDER = "slurm";

  private static final String SCRIPT = "job.sh";
  private static final String HEAP = "1g";
  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration TELL = Duration.ofSeconds(30);

  private final Class<?> main;
  private final SpecOptions specs;
  private final LaunchOptionsMixin launch;
  private final SlurmOptions options;
  private final PrintWriter out;
  private final SlurmCommands slurm = new SlurmCommands();

  ClusterRun(
      Class<?> main,
      SpecOptions specs,
      LaunchOptionsMixin launch,
      SlurmOptions options,
      PrintWriter out) {
    this.main = main;
    this.specs = specs;
    this.launch = launch;
    this.options = options;
    this.out = out;
  }

  /**
   * Submits one array or more of the cells that are open, and a job for the report after them.
   *
   * @param planFile what the report is about
   * @return an exit code
   */
  int run(List<Cell> cells, RunStore store, CellTimes times, CellMemory memory, Path planFile)
      throws IOException, InvalidInputException {
    SlurmProfile profile = options.profile();
    List<Cell> open = cells.stream().filter(cell -> store.done(cell.id()).isEmpty()).toList();
    List<CellArray> arrays =
        CellArray.of(open, times, memory, profile, launch.workersOr(1), slurm.mostTasks());
    int tasks = arrays.stream().mapToInt(array -> array.tasks().size()).sum();
    say(
        "%s of %s cells are open: %s tasks in %s arrays"
            .formatted(open.size(), cells.size(), tasks, arrays.size()));
    BatchScript scripts = new BatchScript(profile, Path.of("").toAbsolutePath());
    Path folder = folder();
    if (options.dryRun()) {
      for (int i = 0; i < arrays.size(); i++) {
        say(scripts.array(arrays.get(i), cellsCommand(profile, array(folder, i))));
      }
      say(scripts.report(reportCommand(profile, store, planFile)));
      return ExitCode.OK;
    }
    Submission submission = new Submission(folder);
    try {
      submit(arrays, scripts, profile, folder, submission);
      submitReport(scripts, profile, folder, store, planFile, submission);
    } catch (IOException | InvalidInputException e) {
      takeBack(submission.jobs()); // all or nothing
      throw e;
    }
    say(
        "Jobs %s, the last of them the report; logs: %s"
            .formatted(words(submission.jobs()), folder));
    if (options.detach()) {
      say("How far it is: sdptbench status --out '%s'".formatted(launch.out()));
      return ExitCode.OK;
    }
    return await(open, store, submission.jobs());
  }

  /** A folder of this submission alone, of which nothing is taken for a record. */
  private Path folder() {
    String name = UUID.randomUUID().toString().substring(0, 8);
    Path out = launch.out().toAbsolutePath().normalize();
    return out.resolve(FOLDER).resolve(options.dryRun() ? "dry-run" : name);
  }

  private static Path array(Path folder, int number) {
    return folder.resolve("array-" + number);
  }

  private void submit(
      List<CellArray> arrays,
      BatchScript scripts,
      SlurmProfile profile,
      Path folder,
      Submission submission)
      throws IOException, InvalidInputException {
    for (int i = 0; i < arrays.size(); i++) {
      Path place = Files.createDirectories(array(folder, i));
      CellArray array = arrays.get(i);
      for (int task = 0; task < array.tasks().size(); task++) {
        List<String> ids = new ArrayList<>();
        for (Cell cell : array.tasks().get(task)) {
          new CellJson()
              .write(cell, place.resolve(CellsCommand.FOLDER).resolve(cell.id() + ".json"));
          ids.add(cell.id());
        }
        WholeFile.write(place.resolve("task-" + task), String.join("\n", ids) + "\n");
      }
      Path script = place.resolve(SCRIPT);
      WholeFile.write(script, scripts.array(array, cellsCommand(profile, place)));
      submission.add(slurm.submit(script, List.of()));
    }
  }

  private void submitReport(
      BatchScript scripts,
      SlurmProfile profile,
      Path folder,
      RunStore store,
      Path planFile,
      Submission submission)
      throws IOException, InvalidInputException {
    Path script = Files.createDirectories(folder.resolve("report")).resolve(SCRIPT);
    WholeFile.write(script, scripts.report(reportCommand(profile, store, planFile)));
    submission.add(slurm.submit(script, submission.jobs()));
  }

  private void takeBack(List<String> jobs) {
    if (jobs.isEmpty()) {
      return;
    }
    try {
      slurm.cancel(jobs);
      say("Jobs %s, which were submitted before, are cancelled".formatted(words(jobs)));
    } catch (IOException e) {
      say(
          "Jobs %s were submitted before and could not be cancelled (%s); to do so: scancel %s"
              .formatted(words(jobs), e.getMessage(), words(jobs)));
    }
  }

  /** Its last word is to be followed by the number of the task. */
  private List<String> cellsCommand(SlurmProfile profile, Path place) {
    Environment.Code code = Environment.code(Path.of(System.getProperty("sdptbench.home", ".")));
    List<String> arguments = new ArrayList<>(List.of(CellsCommand.NAME));
    arguments.addAll(specs.forCells());
    arguments.addAll(launch.again());
    arguments.addAll(List.of("--commit", code.commit()));
    if (code.dirty()) {
      arguments.add("--dirty");
    }
    arguments.add(place.resolve("task-").toString());
    return onNode(profile, arguments);
  }

  private List<String> reportCommand(SlurmProfile profile, RunStore store, Path planFile) {
    List<String> arguments =
        List.of(
            "report",
            "--runs",
            store.root().toAbsolutePath().normalize().toString(),
            "--plan",
            planFile.toAbsolutePath().normalize().toString(),
            "--out",
            launch.out().toAbsolutePath().normalize().toString());
    return onNode(profile, arguments);
  }

  private List<String> onNode(SlurmProfile profile, List<String> arguments) {
    List<String> line = new ArrayList<>(new WorkerCommand(main.getName(), HEAP, arguments).line(0));
    profile.java().ifPresent(java -> line.set(0, java));
    return line;
  }

  /** Until no job is left; the store says what is done. */
  private int await(List<Cell> cells, RunStore store, List<String> jobs) throws IOException {
    say("Waiting; Ctrl-C ends the waiting only, scancel %s the jobs".formatted(words(jobs)));
    Set<String> open = new HashSet<>();
    cells.forEach(cell -> open.add(cell.id()));
    int total = open.size();
    Optional<String> lastTrouble = Optional.empty();
    long told = System.nanoTime() - TELL.toNanos();
    while (true) {
      Optional<SlurmCommands.Tasks> tasks;
      try {
        tasks = Optional.of(slurm.tasks(jobs));
        lastTrouble = Optional.empty();
      } catch (IOException e) {
        tasks = Optional.empty(); // a controller that starts anew, for example
        if (lastTrouble.isEmpty()) {
          say(e.getMessage() + "; asked again");
        }
        lastTrouble = Optional.of(String.valueOf(e.getMessage()));
      }
      open.removeIf(cell -> Files.exists(store.file(cell)) && store.done(cell).isPresent());
      boolean ended = tasks.isPresent() && tasks.get().none();
      if (tasks.isPresent() && (ended || System.nanoTime() - told >= TELL.toNanos())) {
        told = System.nanoTime();
        say("%s/%s done, %s".formatted(total - open.size(), total, tasks.get().inWords()));
      }
      if (ended) {
        break;
      }
      try {
        Thread.sleep(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return ExitCode.CELLS_FAILED;
      }
    }
    if (!open.isEmpty()) {
      say(
          "%s cells have no result; sdptbench status says which, and the same command goes on."
              .formatted(open.size()));
    }
    Path report = launch.out().resolve("report.pdf");
    say((Files.exists(report) ? "Report: " : "No report was written: ") + report);
    return open.isEmpty() && Files.exists(report) ? ExitCode.OK : ExitCode.CELLS_FAILED;
  }

  private static String words(List<String> jobs) {
    return String.join(" ", jobs);
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
