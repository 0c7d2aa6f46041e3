package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.reports.Report;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecords.Skipped;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdptbench report}. */
@Command(
    name = "report",
    description = "Writes tables, charts and the report from run records; runs nothing.")
final class ReportCommand implements Callable<Integer> {
  private static final int MOST_TOLD = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RecordOptions from = new RecordOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder for tables/, charts/ and the report (default: this folder).")
  private Path out = Path.of(".");

  @Override
  public Integer call() throws Exception {
    Problems problems = new Problems();
    Checks.writable("--out", out, problems);
    problems.throwIfAny();
    List<Skipped> unread = new ArrayList<>();
    new Report(from.runs(), ReportPlan.read(from.plan()), out).write(unread::add);
    PrintWriter console = spec.commandLine().getOut();
    unread.stream()
        .limit(MOST_TOLD)
        .forEach(file -> console.printf("not read: %s, %s%n", file.path(), file.reason()));
    if (!unread.isEmpty()) {
      console.printf(
          "%s planned cells have a record that cannot be read; run and reproduce run them again.%n",
          unread.size());
    }
    console.flush();
    return ExitCode.OK;
  }
}
