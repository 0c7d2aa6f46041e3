package org.sdptbench.harness.launch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
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
import org.sdptbench.harness.run.WorkerTask;

/** A worker process, which runs one cell after another, and the log of the present one. */
final class WorkerProcess {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int TAIL_LINES = 15;
  private static final int TAIL_BYTES = 64 * 1024;

  private final Process process;
  private final BufferedReader events;
  private final Thread errors;
  private volatile Path log;
  private volatile boolean ended;

  private WorkerProcess(Process process, Path log) {
    this.process = process;
    this.events = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
    this.errors = new Thread(this::logErrors, "worker-errors");
    errors.setDaemon(true);
    errors.start();
  }

  /**
   * Starts a worker, which does nothing yet.
   *
   * @param log the log of its start
   */
  static WorkerProcess start(List<String> command, Path log) throws IOException {
    begin(log);
    ProcessBuilder builder = new ProcessBuilder(command);
    WorkerEnvironment.addTo(builder.environment());
    return new WorkerProcess(builder.start(), log);
  }

  private static void begin(Path log) throws IOException {
    Files.createDirectories(log.toAbsolutePath().getParent());
    Files.write(log, new byte[0]);
  }

  /**
   * Gives it a cell. That of a worker that has ended meanwhile ends at once.
   *
   * @param log the log of the cell, which may be that of the start
   */
  void assign(WorkerTask task, Path log) throws IOException {
    if (!log.equals(this.log)) {
      begin(log);
      this.log = log;
    }
    try {
      Writer out = process.outputWriter(StandardCharsets.UTF_8);
      out.write(task.encode() + "\n");
      out.flush();
    } catch (IOException e) {
      if (!ended && process.isAlive()) {
        throw e;
      }
    }
  }

  /**
   * Reads events until the record of the present cell is written, or the process closes its output;
   * other lines go to the log.
   *
   * @return the last event if it is that the record is written
   */
  Optional<WorkerEvent.Written> follow(Consumer<WorkerEvent> listener) throws IOException {
    try {
      for (String line = events.readLine(); line != null; line = events.readLine()) {
        Optional<WorkerEvent> event = WorkerEvent.decode(line);
        if (event.isEmpty() && line.isEmpty()) {
          continue; // before an event, so that it stands on a line of its own
        } else if (event.isEmpty()) {
          append((line + "\n").getBytes(StandardCharsets.UTF_8));
        } else if (event.get() instanceof WorkerEvent.Written written) {
          return Optional.of(written);
        } else {
          listener.accept(event.get());
        }
      }
    } catch (IOException e) {
      // Ending a process closes its stream at once, and a stream that breaks with its process is
      // the process's end.
      if (!ended && process.isAlive()) {
        throw e;
      }
    }
    return Optional.empty();
  }

  /** What comes by standard error goes to the log of the cell that it runs by then. */
  private void logErrors() {
    byte[] bytes = new byte[TAIL_BYTES];
    try (InputStream in = process.getErrorStream()) {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        try {
          append(Arrays.copyOf(bytes, count));
        } catch (IOException e) {
          // Lost; but what comes later may find room again, and the process must not be held up.
        }
      }
    } catch (IOException e) {
      // the process has ended
    }
  }

  private void append(byte[] bytes) throws IOException {
    Files.write(log, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  /** Exit status, once all is in the log. */
  int await() throws InterruptedException {
    int exit = process.waitFor();
    errors.join(GRACE.toMillis()); // not for ever: what it started may hold the stream open
    return exit;
  }

  boolean isAlive() {
    return process.isAlive();
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

  /** The last lines of the present log. */
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
