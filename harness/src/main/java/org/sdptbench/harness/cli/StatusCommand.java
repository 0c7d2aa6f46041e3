package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.RunStore.Entry;
import org.sdptbench.harness.run.StoreListing;
import org.sdptbench.harness.run.StoreListing.Stored;
import org.sdptbench.harness.slurm.SlurmCommands;
import org.sdptbench.harness.slurm.Submission;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdptbench status}. */
@Command(
    name = "status",
    description = {
      "How far a plan is that runs elsewhere: what is done, what runs on which machine, what ended"
          + " without a result.",
      "Reads plan.json and the records, and asks squeue for jobs that were submitted; exit code 0 when every cell has a result."
    })
final class StatusCommand implements Callable<Integer> {
  private static final int SHORT_ID = 12;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder that run or reproduce fills (default: this folder).")
  private Path out = Path.of(".");

  @Override
  public Integer call() throws Exception {
    Path planFile = out.resolve("plan.json");
    if (!Files.isRegularFile(planFile)) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--out " + out), "no plan.json", "a folder that run filled"));
    }
    Map<String, PlannedCell> cells = new LinkedHashMap<>();
    ReportPlan.read(planFile)
        .specs()
        .forEach(one -> one.cells().forEach(cell -> cells.putIfAbsent(cell.cell(), cell)));
    StoreListing listing = new StoreListing(new RunStore(out.resolve("runs")));
    List<List<String>> rows = new ArrayList<>();
    int done = 0;
    int running = 0;
    int without = 0;
    for (PlannedCell cell : cells.values()) {
      Stored stored = listing.of(cell.cell());
      if (stored.entry() instanceof Entry.Present present && present.record().outcome().isFinal()) {
        done++;
      } else if (stored.runner().isPresent()) {
        running++;
        rows.add(row(cell, "claimed by " + stored.runner().get()));
      } else if (stored.entry() instanceof Entry.Present present) {
        without++;
        rows.add(row(cell, present.record().outcome().inWords()));
      } else if (stored.entry() instanceof Entry.Damaged damaged) {
        without++;
        rows.add(row(cell, damaged.reason()));
      } else if (stored.entry() instanceof Entry.Newer newer) {
        without++;
        rows.add(row(cell, newer.reason()));
      }
    }
    PrintWriter console = spec.commandLine().getOut();
    if (!rows.isEmpty()) {
      Columns.of(rows, true).forEach(console::println);
    }
    console.printf(
        "%s cells: %s done, %s running, %s without a result, %s open%n",
        cells.size(), done, running, without, cells.size() - done - running - without);
    askSlurm(done == cells.size()).ifPresent(console::println);
    console.flush();
    return done == cells.size() ? ExitCode.OK : ExitCode.CELLS_FAILED;
  }

  /** What is with the jobs of this folder, if any were submitted from there. */
  private Optional<String> askSlurm(boolean done) throws IOException {
    List<String> jobs = Submission.all(out.resolve(ClusterRun.FOLDER));
    if (jobs.isEmpty()) {
      return Optional.empty();
    }
    try {
      SlurmCommands.Tasks tasks = new SlurmCommands().tasks(jobs);
      if (!tasks.none()) {
        return Optional.of("Slurm: " + tasks.inWords());
      }
      return Optional.of(
          "Slurm: no job is left" + (done ? "" : "; the same command goes on with what is open"));
    } catch (IOException e) {
      return Optional.of("Slurm cannot be asked here: " + e.getMessage());
    }
  }

  private static List<String> row(PlannedCell cell, String how) {
    return List.of(
        cell.cell().substring(0, SHORT_ID),
        cell.row(),
        cell.task().suite(),
        String.valueOf(cell.seed()),
        how);
  }
}
