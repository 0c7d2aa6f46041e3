package org.sdptbench.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.run.RecordArchive;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.reports.record.RunSource;
import picocli.CommandLine.Option;

/** Options that say which run records a command reads, and by which plan. */
final class RecordOptions {
  private static final Path RUNS = Path.of("runs");
  private static final Path PLAN = Path.of("plan.json");

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Folder of run records (default: runs).")
  private @Nullable Path runs;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description = "The plan that a run wrote (default: plan.json).")
  private @Nullable Path plan;

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description = "A published folder instead: DIR/runs.zip, as DIR/plan.json has it.")
  private @Nullable Path from;

  /**
   * The run records, from a folder or from a published archive.
   *
   * @throws InvalidInputException if the folder is a file, or two sources are named
   */
  RunSource runs() throws InvalidInputException {
    Problems problems = new Problems();
    if (from != null && (runs != null || plan != null)) {
      problems.add(
          Problem.of(
              Location.argument("--from " + from), "beside --runs or --plan", "one of them"));
    }
    Path folder = runs == null ? RUNS : runs;
    Checks.folder("--runs", folder, problems);
    problems.throwIfAny();
    return from == null ? RunSource.folder(folder) : RecordArchive.in(from).source();
  }

  /**
   * The plan that a run wrote.
   *
   * @throws InvalidInputException if there is no such file
   */
  Path plan() throws InvalidInputException {
    Path file = from != null ? from.resolve(PLAN) : plan == null ? PLAN : plan;
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument((from == null ? "--plan " : "--from: ") + file),
              "no such file",
              "the plan.json that run and reproduce write beside runs/"));
    }
    return file;
  }
}
