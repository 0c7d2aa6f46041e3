package org.sdptbench.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.run.FolderTree;
import org.sdptbench.harness.run.RecordArchive;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.reports.record.RunRecord;
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

  private @Nullable Path unpacked;

  /**
   * Folder of run records. Those of a published folder are unpacked to a temporary one, which is
   * deleted when the program ends.
   *
   * @throws InvalidInputException if it is a file, or two sources are named
   * @throws IOException if a published folder has no archive, or it cannot be read
   */
  Path runs() throws IOException, InvalidInputException {
    Problems problems = new Problems();
    if (from != null && (runs != null || plan != null)) {
      problems.add(
          Problem.of(
              Location.argument("--from " + from), "beside --runs or --plan", "one of them"));
    }
    Path folder = runs == null ? RUNS : runs;
    Checks.folder("--runs", folder, problems);
    problems.throwIfAny();
    return from == null ? folder : unpacked(from);
  }

  private Path unpacked(Path published) throws IOException {
    Path folder = unpacked;
    if (folder == null) {
      Path temporary = Files.createTempDirectory("sdptbench-published");
      folder = temporary.resolve(RUNS);
      unpacked = folder;
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(temporary), "unpacked runs"));
      RunStore store = new RunStore(folder);
      for (RunRecord record : RecordArchive.in(published).read().byCell().values()) {
        store.put(record);
      }
    }
    return folder;
  }

  private static void delete(Path folder) {
    try {
      new FolderTree(folder).delete();
    } catch (IOException e) {
      // The system empties its temporary folder some day.
    }
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
