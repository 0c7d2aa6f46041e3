package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.sdptbench.harness.run.FolderTree;
import org.sdptbench.harness.run.RecordArchive;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.reports.Report;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecords;
import org.sdptbench.reports.record.RunSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdptbench publish}. */
@Command(
    name = "publish",
    description = {
      "Writes a folder that can be passed on: the report, its tables and charts, the plan, and all"
          + " run records as one file, runs.zip; runs nothing.",
      "reproduce and run go on from such a folder with --from; reproduce --verify checks it."
    })
final class PublishCommand implements Callable<Integer> {
  /** Folders that only a report writes into; an earlier one's files must not stay in them. */
  private static final List<String> WRITTEN = List.of("tables", "charts", "figures");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RecordOptions from = new RecordOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder to write, e.g. reports/published/mini.")
  private Path out = Path.of(".");

  @Override
  public Integer call() throws Exception {
    Problems problems = new Problems();
    Checks.writable("--out", out, problems);
    problems.throwIfAny();
    RunRecords records = records();
    ReportPlan shown = ReportPlan.read(from.plan());
    Files.createDirectories(out);
    RecordArchive archive = RecordArchive.in(out);
    if (Files.exists(archive.file())) { // else it may be a folder with files of the user's own
      for (String written : WRITTEN) {
        new FolderTree(out.resolve(written)).delete();
      }
    }
    new Report(from.runs(), ReportPlan.read(from.plan()), out).write();
    shown.write(out.resolve("plan.json"));
    archive.write(records.byCell().values());
    PrintWriter console = spec.commandLine().getOut();
    records
        .skipped()
        .forEach(file -> console.printf("left out: %s, %s%n", file.path(), file.reason()));
    long missing =
        shown.specs().stream()
            .flatMap(experiment -> experiment.cells().stream())
            .map(ReportPlan.PlannedCell::cell)
            .distinct()
            .filter(cell -> !records.byCell().containsKey(cell))
            .count();
    if (missing > 0) {
      console.printf("%s cells of the plan have no record.%n", missing);
    }
    console.printf(
        "Published: %s records in %s (%s KiB), report in %s%n",
        records.byCell().size(),
        archive.file(),
        (Files.size(archive.file()) + 1023) / 1024,
        out.resolve("report.pdf"));
    console.flush();
    return ExitCode.OK;
  }

  private RunRecords records() throws IOException, InvalidInputException {
    RunSource runs = from.runs();
    Location where = Location.argument("--runs " + runs.place());
    if (!runs.exists()) {
      throw new InvalidInputException(Problem.of(where, "no such folder"));
    }
    RunRecords records = runs.read();
    if (records.byCell().isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              where,
              "no run records, %s unreadable files".formatted(records.skipped().size()),
              "a folder that run or reproduce filled"));
    }
    return records;
  }
}
