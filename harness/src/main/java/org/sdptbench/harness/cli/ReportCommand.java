package org.sdptbench.harness.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sdptbench report}. */
@Command(
    name = "report",
    description = "Writes tables, charts and the report from run records; runs nothing.")
final class ReportCommand implements Callable<Integer> {
  private final Engine engine;

  @Mixin private RecordOptions from = new RecordOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder for tables/, charts/ and the report (default: this folder).")
  private Path out = Path.of(".");

  ReportCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws Exception {
    engine.report(from.runs(), from.plan(), out);
    return ExitCode.OK;
  }
}
