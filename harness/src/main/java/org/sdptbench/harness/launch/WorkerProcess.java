package org.sdptbench.harness.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.sdptbench.harness.run.WorkerEvent;

/** One worker process and its log. */
final class WorkerProcess {
  private static final int TAIL_LINES = 15;
  private static final int TAIL_BYTES = 64 * 1024;

  private final Process process;
  private final Path log;
  private volatile boolean ended;

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts a worker. */
  static WorkerProcess start(List<String> command, Path log) throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    Files.write(log, new byte[0]);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    WorkerEnvironment.addTo(builder.environment());
    return new WorkerProcess(builder.start(), log);
  }

  /** Reads events until the process closes its output; other lines go to the log. */
  void follow(Consumer<WorkerEvent> events) throws IOException {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        Optional<WorkerEvent> event = WorkerEvent.decode(line);
        if (event.isPresent()) {
          events.accept(event.get());
        } else {
          Files.writeString(log, line + "\n", StandardOpenOption.APPEND);
        }
      }
    } catch (IOException e) {
      // Ending a process closes its stream at once, and a stream that breaks with its process is
      // the process's end.
      if (!ended && process.isAlive()) {
        throw e;
      }
    }
  }

  /** Exit status. */
  int await() throws InterruptedException {
    return process.waitFor();
  }

  boolean awaitFor(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  void end() {
    ended = true;
    process.destroy();
  }

  void kill() {
    ended = true;
    process.destroyForcibly();
  }

  /** The last lines of the log. */
  String tail() {
    try {
      byte[] bytes;
      try (var channel = Files.newByteChannel(log)) {
        channel.position(Math.max(0, channel.size() - TAIL_BYTES));
        var buffer = ByteBuffer.allocate(TAIL_BYTES);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
          // until the end
        }
        bytes = Arrays.copyOf(buffer.array(), buffer.position());
      }
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      return "(log unreadable: " + e.getMessage() + ")";
    }
  }
}
