package org.sdptbench.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
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

  /**
   * Folder of run records.
   *
   * @throws InvalidInputException if it is a file
   */
  Path runs() throws InvalidInputException {
    Problems problems = new Problems();
    Checks.folder("--runs", runs, problems);
    problems.throwIfAny();
    return runs;
  }

  /**
   * The plan that a run wrote.
   *
   * @throws InvalidInputException if there is no such file
   */
  Path plan() throws InvalidInputException {
    if (!Files.isRegularFile(plan)) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--plan " + plan),
              "no such file",
              "the plan.json that run and reproduce write beside runs/"));
    }
    return plan;
  }
}
