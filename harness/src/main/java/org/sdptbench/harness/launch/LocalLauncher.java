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
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellJson;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.FolderTree;
import org.sdptbench.harness.run.Records;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.RunStore.Entry;
import org.sdptbench.harness.run.WorkerEvent;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecordJson;

/** Runs cells in worker processes of this machine. Used once. */
public final class LocalLauncher {
  private static final String OUTPUT = "output";
  private static final Duration GRACE = Duration.ofSeconds(5);
  // What a shell reports for SIGINT and SIGTERM: somebody ended the worker, its cell is not at
  // fault.
  private static final Set<Integer> ENDED_FROM_OUTSIDE = Set.of(130, 143);

  private final WorkerCommand command;
  private final RunStore store;
  private final LaunchOptions options;
  private final CellTimes times;
  private final Environment.Code code;
  private final LaunchListener listener;
  private final Set<WorkerProcess> live = ConcurrentHashMap.newKeySet();
  private final Tally tally = new Tally();
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
    this.code = code;
    this.listener = listener;
  }

  /**
   * Runs cells in the order given and returns when all have ended or {@link #stop} was called.
   *
   * @throws IOException if the store cannot be written
   */
  @SuppressWarnings("FutureReturnValueIgnored") // shutdownNow() ends the clock
  public LaunchResult run(List<Cell> cells) throws IOException {
    Queue<Cell> queue = new ConcurrentLinkedQueue<>(skipDone(cells));
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
    return tally.result();
  }

  /**
   * Ends all workers and begins no cell any more. Returns when the workers have ended, after five
   * seconds at most by force. Cells that were running have no record and run again next time.
   */
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

  private List<Cell> skipDone(List<Cell> cells) {
    List<Cell> open = new ArrayList<>();
    for (Cell cell : cells) {
      Entry entry = store.get(cell.id());
      if (entry instanceof Entry.Present present && RunStore.isFinal(present.record())) {
        tally.cache();
        listener.cached(cell, present.record());
      } else {
        if (entry instanceof Entry.Damaged damaged) {
          listener.damaged(cell, damaged.file() + ": " + damaged.reason());
        }
        open.add(cell);
      }
    }
    return open;
  }

  private void work(Queue<Cell> queue, Path folder, ScheduledExecutorService clock) {
    for (Cell cell = queue.poll(); cell != null; cell = queue.poll()) {
      try {
        Optional<RunRecord> elsewhere = store.done(cell.id());
        if (elsewhere.isPresent()) { // another process on the same store was faster
          tally.cache();
          listener.cached(cell, elsewhere.get());
          continue;
        }
        Optional<RunRecord> record =
            stopping || !fits(cell) ? Optional.empty() : attempt(cell, folder, clock);
        if (record.isEmpty()) {
          tally.drop();
          listener.dropped(cell);
          continue;
        }
        RunRecord kept = store.put(record.get(), folder.resolve(OUTPUT));
        times.add(kept);
        tally.count(kept.outcome());
        listener.finished(cell, kept);
      } catch (IOException e) {
        endWorkers(); // a store that cannot be written fails every cell
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private boolean fits(Cell cell) {
    double left = (deadline - System.nanoTime()) / 1e9;
    return deadline == Long.MAX_VALUE || times.seconds(cell) <= left;
  }

  /** Runs a cell in a new process; empty if it was stopped. */
  private Optional<RunRecord> attempt(Cell cell, Path folder, ScheduledExecutorService clock)
      throws IOException, InterruptedException {
    Path cellFile = folder.resolve("cell.json");
    Path recordFile = folder.resolve("record.json");
    Path output = folder.resolve(OUTPUT);
    Files.deleteIfExists(recordFile);
    new FolderTree(output).delete();
    new CellJson().write(cell, cellFile);
    listener.started(cell);
    long start = System.nanoTime();
    WorkerProcess worker =
        WorkerProcess.start(command.line(cellFile, recordFile, output), store.log(cell.id()));
    AtomicBoolean written = new AtomicBoolean();
    AtomicBoolean timedOut = new AtomicBoolean();
    Future<?> timeout =
        clock.schedule(
            () -> {
              timedOut.set(true);
              worker.kill();
            },
            options.cellTimeout().toMillis(),
            TimeUnit.MILLISECONDS);
    int exit;
    live.add(worker);
    try {
      if (stopping) { // between the question above and the start
        worker.end();
      }
      worker.follow(
          event -> {
            if (event instanceof WorkerEvent.Written) {
              written.set(true);
              worker.kill(); // its tensor library would take 0.3 s to unload
            } else {
              listener.progress(cell, event);
            }
          });
      exit = worker.await();
    } finally {
      timeout.cancel(false);
      worker.kill();
      live.remove(worker);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (written.get() || exit == 0) {
      return Optional.of(finished(cell, recordFile, worker, seconds));
    } else if (timedOut.get()) {
      String message = "stopped at its time limit of %s".formatted(options.cellTimeout());
      return Optional.of(broken(cell, Outcome.TIMED_OUT, message, seconds));
    } else if (stopping || ENDED_FROM_OUTSIDE.contains(exit)) {
      return Optional.empty();
    }
    String message =
        "the worker ended with exit status %d%s; the end of %s:%n%s"
            .formatted(exit, hint(exit), store.log(cell.id()), worker.tail());
    return Optional.of(broken(cell, Outcome.CRASHED, message, seconds));
  }

  private RunRecord finished(Cell cell, Path recordFile, WorkerProcess worker, double seconds) {
    try {
      return RunRecordJson.read(recordFile, cell.id());
    } catch (IOException e) {
      String message =
          "the worker left no readable record (%s); the end of its log:%n%s"
              .formatted(e.getMessage(), worker.tail());
      return broken(cell, Outcome.CRASHED, message, seconds);
    }
  }

  private RunRecord broken(Cell cell, Outcome outcome, String message, double seconds) {
    return Records.brokenOff(
        cell, outcome, message, seconds, Environment.provenance(code, cell.digests(), 1));
  }

  private static String hint(int exit) {
    return switch (exit) {
      case 3 -> " (out of Java heap)";
      case 134 -> " (aborted in native code)";
      case 137 -> " (killed, perhaps for want of memory)";
      case 139 -> " (segmentation fault)";
      default -> "";
    };
  }

  /** Counts ends of cells, from several threads. */
  private static final class Tally {
    private int cached;
    private int completed;
    private int diverged;
    private int failed;
    private int dropped;

    synchronized void count(Outcome outcome) {
      switch (outcome) {
        case COMPLETED -> completed++;
        case DIVERGED -> diverged++;
        case FAILED, CRASHED, TIMED_OUT -> failed++;
      }
    }

    synchronized void cache() {
      cached++;
    }

    synchronized void drop() {
      dropped++;
    }

    synchronized LaunchResult result() {
      return new LaunchResult(cached, completed, diverged, failed, dropped);
    }
  }
}
