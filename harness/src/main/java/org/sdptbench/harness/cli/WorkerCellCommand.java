package org.sdptbench.harness.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.run.CellOutput;
import org.sdptbench.harness.run.Checkpoints;
import org.sdptbench.harness.run.DiskFullException;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Worker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code sdptbench worker}: what the launcher starts. */
@Command(
    name = WorkerCellCommand.NAME,
    hidden = true,
    description = "Runs the cells that standard input names, in this process. Ends when that ends.")
final class WorkerCellCommand implements Callable<Integer> {
  static final String NAME = "worker";

  private final Engine engine;

  @Option(names = "--adapter-bytes", defaultValue = "0", description = "Largest adapter kept.")
  private long adapterBytes;

  @Option(names = "--feature-bytes", description = "Most bytes of features that are kept.")
  private long featureBytes = CellOutput.FEATURE_BYTES;

  @Option(names = "--checkpoint-every", description = "Time between states of a run.")
  private Duration checkpointEvery = Checkpoints.EVERY;

  @Option(names = "--data", description = "Folder with real data.")
  private @Nullable Path data;

  @Option(names = "--commit", defaultValue = "unknown", description = "Commit of the code.")
  private String commit = "unknown";

  @Option(names = "--dirty", description = "The code differs from the commit.")
  private boolean dirty;

  WorkerCellCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws Exception {
    PrintStream events = System.out;
    System.setOut(System.err); // what others print belongs to the log, not between the events
    Environment.Code code = new Environment.Code(commit, dirty);
    try {
      new Worker(
              engine.runner(Optional.ofNullable(data), code),
              code,
              adapterBytes,
              featureBytes,
              checkpointEvery,
              events)
          .serve(System.in);
    } catch (DiskFullException e) {
      System.err.println(e.getMessage()); // the last line of the log, which the launcher passes on
      return Worker.DISK_FULL;
    }
    return ExitCode.OK;
  }
}
