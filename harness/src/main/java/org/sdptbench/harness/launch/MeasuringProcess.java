package org.sdptbench.harness.launch;

import java.io.IOException;
import java.util.List;

/**
 * A process that measures, and starts further ones for it. It has the flags and the environment of
 * a worker, which its own processes inherit, and writes where this process does.
 */
public final class MeasuringProcess {
  private final WorkerCommand command;

  /** A process that is not started yet. */
  public MeasuringProcess(WorkerCommand command) {
    this.command = command;
  }

  /**
   * Starts it and waits for its end. When this process is ended before, so is that one, with all
   * that it started.
   *
   * @return its exit status
   */
  public int run() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command.line(0))
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    WorkerEnvironment.addTo(builder.environment());
    Process process = builder.start();
    // Never taken back: of a process that has ended it ends nothing.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process), "stop"));
    return process.waitFor();
  }

  private static void end(Process process) {
    // Asked first, as what a dead process started is no longer told to be its own.
    List<ProcessHandle> started = process.descendants().toList();
    process.destroyForcibly();
    started.forEach(ProcessHandle::destroyForcibly);
  }
}
