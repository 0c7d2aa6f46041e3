package org.sdptbench.harness.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.WorkerEvent;
import org.sdptbench.reports.record.RunRecord;

/**
 * Runs one cell several times, each in a process of its own: by itself twice, two of it beside each
 * other, and one that is asked to end in the middle and goes on in a new process from the state
 * that it saved.
 */
public final class DeterminismCheck {
  private static final double MIDDLE = 0.4;

  private final WorkerCommand command;
  private final Path folder;
  private final CellTimes times;
  private final Environment.Code code;
  private final LaunchListener listener;

  /**
   * A check.
   *
   * @param command how to start a worker; it is to save states every second and keep every adapter
   * @param folder an empty folder, in which each run has a store of its own
   * @param listener told of all runs
   */
  public DeterminismCheck(
      WorkerCommand command,
      Path folder,
      CellTimes times,
      Environment.Code code,
      LaunchListener listener) {
    this.command = command;
    this.folder = folder;
    this.times = times;
    this.code = code;
    this.listener = listener;
  }

  /**
   * One of the runs.
   *
   * @param how how it was run, in words
   * @param record what came out; empty if it left none
   */
  public record Attempt(String how, Optional<RunRecord> record) {}

  /**
   * Runs a cell.
   *
   * @return the runs, the first of which the others are to equal
   * @throws IOException if the folder cannot be written
   */
  public List<Attempt> run(Cell cell) throws IOException {
    List<Attempt> attempts = new ArrayList<>();
    for (String how : List.of("alone", "alone again")) {
      RunStore store = store(how);
      launcher(store, listener).run(List.of(cell));
      attempts.add(new Attempt(how, store.done(cell.id())));
    }
    List<String> pair = List.of("beside another", "beside another, the other");
    List<CompletableFuture<Void>> beside =
        pair.stream().map(how -> CompletableFuture.runAsync(() -> unchecked(cell, how))).toList();
    try {
      beside.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof UncheckedIOException io ? io.getCause() : new IOException(e);
    }
    for (String how : pair) {
      attempts.add(new Attempt(how, store(how).done(cell.id())));
    }
    attempts.add(resumed(cell));
    return attempts;
  }

  private void unchecked(Cell cell, String how) {
    try {
      launcher(store(how), listener).run(List.of(cell));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Attempt resumed(Cell cell) throws IOException {
    RunStore store = store("resumed");
    AtomicBoolean asked = new AtomicBoolean();
    List<Launcher> first = new ArrayList<>();
    LaunchListener inTheMiddle =
        new LaunchListener() {
          @Override
          public void progress(Cell of, WorkerEvent event) {
            listener.progress(of, event);
            if (event instanceof WorkerEvent.At at
                && at.fraction() >= MIDDLE
                && !asked.getAndSet(true)) {
              Thread stop = new Thread(first.get(0)::stop, "stop-in-the-middle");
              stop.setDaemon(true);
              stop.start();
            }
          }
        };
    Launcher launcher = launcher(store, inTheMiddle);
    first.add(launcher);
    launcher.run(List.of(cell));
    if (store.done(cell.id()).isPresent()) {
      return new Attempt(
          "to its end, as it ended before it could be asked to", store.done(cell.id()));
    }
    boolean state = Files.isDirectory(store.checkpoints(cell.id()));
    launcher(store, listener).run(List.of(cell));
    return new Attempt(
        state
            ? "ended in the middle and resumed"
            : "ended in the middle, which left no state, and again",
        store.done(cell.id()));
  }

  private RunStore store(String how) {
    return new RunStore(folder.resolve(how.replaceAll("[ ,]+", "-")).resolve("runs"));
  }

  private Launcher launcher(RunStore store, LaunchListener told) {
    LaunchOptions options =
        new LaunchOptions(1, Optional.of(Duration.ofHours(12)), Optional.empty(), true);
    return new LocalLauncher(command, store, options, times, code, told);
  }
}
