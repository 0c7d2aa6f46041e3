package org.sdptbench.harness.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options that say which run records a command reads, and by which plan. */
final class RecordOptions {
  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Folder of run records (default: runs).")
  private Path runs = Path.of("runs");

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      defaultValue = "plan.json",
      description = "The plan that a run wrote (default: plan.json).")
  private Path plan = Path.of("plan.json");

  /** Folder of run records. */
  Path runs() {
    return runs;
  }

  /** The plan that a run wrote. */
  Path plan() {
    return plan;
  }
}
