package org.sdptbench.harness.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.reports.Report;
import org.sdptbench.reports.record.ReportPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sdptbench report}. */
@Command(
    name = "report",
    description = "Writes tables, charts and the report from run records; runs nothing.")
final class ReportCommand implements Callable<Integer> {
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
    new Report(from.runs(), ReportPlan.read(from.plan()), out).write();
    return ExitCode.OK;
  }
}
