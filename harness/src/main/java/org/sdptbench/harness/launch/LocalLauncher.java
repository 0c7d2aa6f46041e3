package org.sdptbench.harness.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellJson;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.FolderTree;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.WorkerEvent;
import org.sdptbench.harness.run.WorkerTask;

/** Runs cells in worker processes of this machine. Used once. */
public final class LocalLauncher implements Launcher {
  private static final String OUTPUT = "output";
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final WorkerCommand command;
  private final RunStore store;
  private final LaunchOptions options;
  private final CellTimes times;
  private final LaunchListener listener;
  private final Set<WorkerProcess> live = ConcurrentHashMap.newKeySet();
  private final Outcomes outcomes;
  private volatile boolean stopping;
  private volatile long deadline = Long.MAX_VALUE;

  /**
   * A launcher.
   *
   * @param command how to start a worker
   * @param store where records go
   * @param times learns from each record; decides what still fits a budget
   * @param code state of the code, for records of crashes
   */
  public LocalLauncher(
      WorkerCommand command,
      RunStore store,
      LaunchOptions options,
      CellTimes times,
      Environment.Code code,
      LaunchListener listener) {
    this.command = command;
    this.store = store;
    this.options = options;
    this.times = times;
    this.listener = listener;
    this.outcomes = new Outcomes(store, times, code, listener);
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // shutdownNow() ends the clock
  public LaunchResult run(List<Cell> cells) throws IOException {
    Queue<Cell> queue = new ConcurrentLinkedQueue<>(outcomes.open(cells));
    ExecutorService workers = Executors.newFixedThreadPool(options.workers());
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    Path scratch = Files.createTempDirectory("sdptbench");
    try {
      options
          .budget()
          .ifPresent(
              budget -> {
                deadline = System.nanoTime() + budget.toNanos();
                clock.schedule(this::endWorkers, budget.toMillis(), TimeUnit.MILLISECONDS);
              });
      List<Future<?>> threads = new ArrayList<>();
      for (int i = 0; i < options.workers(); i++) {
        Path folder = Files.createDirectory(scratch.resolve("worker-" + i));
        threads.add(workers.submit(() -> work(queue, folder, clock)));
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    } catch (ExecutionException e) {
      endWorkers();
      if (e.getCause() instanceof UncheckedIOException io) {
        throw new IOException(String.valueOf(io.getMessage()), io);
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      endWorkers();
    } finally {
      clock.shutdownNow();
      workers.shutdownNow();
      new FolderTree(scratch).delete();
    }
    return outcomes.result();
  }

  /** Returns when the workers have ended, after five seconds at most by force. */
  @Override
  public void stop() {
    endWorkers();
    for (WorkerProcess worker : live) {
      try {
        if (!worker.awaitFor(GRACE)) {
          worker.kill();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        worker.kill();
      }
    }
  }

  private void endWorkers() {
    stopping = true;
    live.forEach(WorkerProcess::end);
  }

  /** Runs cells until none is left, in one worker after another: a next one where one has ended. */
  private void work(Queue<Cell> queue, Path folder, ScheduledExecutorService clock) {
    Bench bench = new Bench();
    try {
      for (Cell cell = queue.poll(); cell != null; cell = queue.poll()) {
        if (outcomes.isDoneElsewhere(cell)) {
          continue;
        } else if (stopping || !fits(cell)) {
          outcomes.dropped(cell);
          continue;
        }
        Path output = folder.resolve(OUTPUT);
        outcomes.ended(cell, attempt(cell, folder, output, bench, clock), output);
      }
    } catch (IOException e) {
      endWorkers(); // a store that cannot be written fails every cell
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      bench.clear();
    }
  }

  private boolean fits(Cell cell) {
    double left = (deadline - System.nanoTime()) / 1e9;
    return deadline == Long.MAX_VALUE || times.seconds(cell) <= left;
  }

  /** Runs a cell in the worker that is at the bench, or in a new one. */
  private WorkerEnd attempt(
      Cell cell, Path folder, Path output, Bench bench, ScheduledExecutorService clock)
      throws IOException, InterruptedException {
    WorkerTask task =
        new WorkerTask(folder.resolve("cell.json"), folder.resolve("record.json"), output);
    Files.deleteIfExists(task.record());
    new FolderTree(output).delete();
    new CellJson().write(cell, task.cell());
    Path log = store.log(cell.id());
    listener.started(cell);
    long start = System.nanoTime();
    boolean used = bench.isUsed();
    WorkerProcess worker = bench.worker(log);
    AtomicBoolean timedOut = new AtomicBoolean();
    Future<?> timeout =
        clock.schedule(
            () -> {
              timedOut.set(true);
              worker.kill();
            },
            options.cellTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
    AtomicBoolean begun = new AtomicBoolean();
    Optional<WorkerEvent.Written> written = Optional.empty();
    boolean followed = false;
    int exit = 0;
    try {
      if (stopping) { // between the question above and the start
        worker.end();
      }
      worker.assign(task, log);
      written =
          worker.follow(
              event -> {
                begun.set(true);
                listener.progress(cell, event);
              });
      followed = true;
    } finally {
      if (!followed) {
        worker.kill(); // it waits for what this process could not give it
      }
      if (written.isPresent() && written.get().ready()) {
        timeout.cancel(false);
        if (timedOut.get()) { // at the same moment
          bench.clear();
        }
      } else {
        exit = bench.awaitEnd(written.isPresent());
        timeout.cancel(false);
      }
    }
    if (written.isEmpty() && used && !begun.get() && !timedOut.get() && !stopping) {
      // It had died since its last cell, which is not this one's fault.
      return attempt(cell, folder, output, bench, clock);
    }
    return new WorkerEnd(
        exit,
        written.isPresent(),
        timedOut.get() ? Optional.of(options.cellTimeout()) : Optional.empty(),
        stopping,
        (System.nanoTime() - start) / 1e9,
        task.record(),
        log,
        worker.tail());
  }

  /** Where one worker at a time sits: kept from cell to cell, as its start costs seconds. */
  private final class Bench {
    private @Nullable WorkerProcess worker;

    /** Whether there is a worker, which has run a cell before. */
    boolean isUsed() {
      return worker != null;
    }

    /** The worker, a new one if there is none. */
    WorkerProcess worker(Path log) throws IOException {
      WorkerProcess present = worker;
      if (present == null || !present.isAlive()) {
        clear();
        present = WorkerProcess.start(command.line(), log);
        worker = present;
        live.add(present);
      }
      return present;
    }

    /**
     * Waits for the end of the worker; its exit status.
     *
     * @param soon whether it has said all and need not be waited for much longer
     */
    int awaitEnd(boolean soon) throws InterruptedException {
      WorkerProcess present = worker;
      if (present == null) {
        return 0;
      }
      try {
        if (soon && !present.awaitFor(GRACE)) {
          present.kill();
        }
        return present.await();
      } finally {
        clear();
      }
    }

    /** Ends the worker, if there is one. */
    void clear() {
      WorkerProcess present = worker;
      if (present == null) {
        return;
      }
      worker = null;
      present.kill();
      try {
        present.awaitFor(GRACE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      live.remove(present);
    }
  }
}
