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
import org.sdptbench.harness.launch.CellQueue.Claimed;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellJson;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.Claims;
import org.sdptbench.harness.run.Claims.Claim;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.FolderTree;
import org.sdptbench.harness.run.Leftovers;
import org.sdptbench.harness.run.Presence;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.TrainedBases;
import org.sdptbench.harness.run.WorkerEvent;
import org.sdptbench.harness.run.WorkerTask;

/**
 * Runs cells in worker processes of this machine. Used once.
 *
 * <p>Three things in turn, until nothing is left: all cells that no other process on the store has,
 * in workers beside one another; those again, each by itself, that ended by what may be bad luck;
 * and waiting for cells that other processes have, should one of these die.
 */
public final class LocalLauncher implements Launcher {
  private static final String OUTPUT = "output";
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Time for a worker that is asked to end to save the state of its run. */
  private static final Duration SAVING = Duration.ofSeconds(60);

  private final WorkerCommand command;
  private final RunStore store;
  private final LaunchOptions options;
  private final CellTimes times;
  private final LaunchListener listener;
  private final Set<WorkerProcess> live = ConcurrentHashMap.newKeySet();
  private final Outcomes outcomes;
  private final Queue<Claimed> unlucky = new ConcurrentLinkedQueue<>();
  private volatile @Nullable CellQueue queue;
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
    List<Cell> open = outcomes.open(cells);
    if (open.isEmpty()) {
      tidy();
      return outcomes.result();
    }
    new Leftovers(store).clean();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try (Presence presence = Presence.begin(store.root(), Presence.BEAT)) {
      Path scratch = Files.createDirectories(Leftovers.work(store, presence));
      Claims claims = new Claims(store.root(), presence, System::nanoTime, Claims.SILENCE);
      CellQueue queue = new CellQueue(open, claims, new TrainedBases(store), outcomes, listener);
      this.queue = queue;
      if (stopping) { // between the start and this
        queue.stop();
      }
      options
          .budget()
          .ifPresent(
              budget -> {
                deadline = System.nanoTime() + budget.toNanos();
                clock.schedule(this::endWorkers, budget.toMillis(), TimeUnit.MILLISECONDS);
              });
      try {
        do {
          side(queue, scratch, clock);
          again(scratch, clock);
        } while (queue.await());
        queue.left().forEach(outcomes::dropped);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        endWorkers();
      } finally {
        new FolderTree(scratch).delete();
      }
    } finally {
      clock.shutdownNow();
    }
    return outcomes.result();
  }

  /** Cleans up a store of which nothing else is wanted, so that it need not be one to write to. */
  private void tidy() {
    try {
      new Leftovers(store).clean();
    } catch (IOException e) {
      // a published store, perhaps: what lies there harms nobody
    }
  }

  /** Runs what no other process runs, in workers beside one another. */
  private void side(CellQueue queue, Path scratch, ScheduledExecutorService clock)
      throws IOException, InterruptedException {
    ExecutorService workers = Executors.newFixedThreadPool(options.workers());
    try {
      List<Future<?>> threads = new ArrayList<>();
      for (int i = 0; i < options.workers(); i++) {
        Path folder = Files.createDirectories(scratch.resolve("worker-" + i));
        int place = i;
        threads.add(workers.submit(() -> work(queue, place, folder, clock)));
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    } catch (ExecutionException e) {
      endWorkers();
      if (e.getCause() instanceof UncheckedIOException io) {
        throw io.getCause();
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      workers.shutdownNow();
      awaitEnd(workers);
    }
  }

  /** No thread may use the folder any more when it is deleted. */
  private static void awaitEnd(ExecutorService workers) throws InterruptedException {
    if (!workers.awaitTermination(SAVING.plus(GRACE).toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("a worker's thread does not end");
    }
  }

  /** Runs again what may have ended by bad luck: each by itself, with nothing beside it. */
  private void again(Path scratch, ScheduledExecutorService clock)
      throws IOException, InterruptedException {
    Path folder = scratch.resolve("worker-0");
    for (Claimed claimed = unlucky.poll(); claimed != null; claimed = unlucky.poll()) {
      Bench bench = new Bench(0);
      try (Claim claim = claimed.claim()) {
        boolean open = true;
        for (int i = 1; open && !stopping && fits(claimed.cell()); i++) {
          Path output = folder.resolve(OUTPUT);
          WorkerEnd end = attempt(claimed.cell(), folder, output, bench, clock);
          open = outcomes.ended(claimed.cell(), end, output, false, i < LaunchOptions.RETRIES);
          if (!open) {
            break;
          }
        }
        if (open) {
          outcomes.givenUp(claimed.cell());
        }
      } finally {
        bench.clear();
      }
    }
  }

  /**
   * Returns when the workers have ended: each saves the state of its run before, and after a minute
   * is ended by force.
   */
  @Override
  public void stop() {
    endWorkers();
    for (WorkerProcess worker : live) {
      try {
        if (!worker.awaitFor(SAVING)) {
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
    CellQueue waiting = queue;
    if (waiting != null) {
      waiting.stop();
    }
    live.forEach(WorkerProcess::end);
  }

  /** Runs cells until none is left, in one worker after another: a next one where one has ended. */
  private void work(CellQueue queue, int place, Path folder, ScheduledExecutorService clock) {
    Bench bench = new Bench(place);
    try {
      for (Optional<Claimed> next = queue.next(); next.isPresent(); next = queue.next()) {
        Claimed claimed = next.get();
        Cell cell = claimed.cell();
        boolean again = false;
        try {
          if (stopping || !fits(cell)) {
            outcomes.dropped(cell);
            continue;
          }
          Path output = folder.resolve(OUTPUT);
          WorkerEnd end = attempt(cell, folder, output, bench, clock);
          again = outcomes.ended(cell, end, output, options.workers() > 1, !options.failFast());
        } finally {
          if (again) {
            unlucky.add(claimed); // no other process takes it meanwhile
          } else {
            claimed.claim().close();
          }
          claimed.closeBase(); // which is there now, or nobody's
        }
        if (options.failFast() && outcomes.anyWithout()) {
          endWorkers();
        }
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
        new WorkerTask(
            folder.resolve("cell.json"),
            folder.resolve("record.json"),
            output,
            store.checkpoints(cell.id()).toAbsolutePath(),
            store.root().toAbsolutePath());
    Files.deleteIfExists(task.record());
    new FolderTree(output).delete();
    new CellJson().write(cell, task.cell());
    Path log = store.log(cell.id());
    listener.started(cell);
    long start = System.nanoTime();
    long killed = OomKills.count();
    boolean used = bench.isUsed();
    WorkerProcess worker = bench.worker(log);
    AtomicBoolean timedOut = new AtomicBoolean();
    List<Future<?>> timeout =
        options.cellTimeout().map(limit -> endAt(limit, worker, timedOut, clock)).orElse(List.of());
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
        timeout.forEach(future -> future.cancel(false));
        if (timedOut.get()) { // at the same moment
          bench.clear();
        }
      } else {
        exit = bench.awaitEnd(written.isPresent());
        timeout.forEach(future -> future.cancel(false));
      }
    }
    if (written.isEmpty() && used && !begun.get() && !timedOut.get() && !stopping) {
      // It had died since its last cell, which is not this one's fault.
      return attempt(cell, folder, output, bench, clock);
    }
    return new WorkerEnd(
        exit,
        written.isPresent(),
        timedOut.get() ? options.cellTimeout() : Optional.empty(),
        stopping || exit > 128 && stopsSoon(),
        OomKills.count() > killed,
        (System.nanoTime() - start) / 1e9,
        task.record(),
        log,
        worker.tail());
  }

  /** Asks a worker to end at a time limit, and ends it a minute later. */
  private static List<Future<?>> endAt(
      Duration limit,
      WorkerProcess worker,
      AtomicBoolean timedOut,
      ScheduledExecutorService clock) {
    Future<?> asked =
        clock.schedule(
            () -> {
              timedOut.set(true);
              worker.end();
            },
            limit.toMillis(),
            TimeUnit.MILLISECONDS);
    return List.of(
        asked, clock.schedule(worker::kill, limit.plus(SAVING).toMillis(), TimeUnit.MILLISECONDS));
  }

  /** A Ctrl-C that ends a worker ends this process too, and one of the two hears of it first. */
  private boolean stopsSoon() throws InterruptedException {
    for (int i = 0; i < 20 && !stopping; i++) {
      Thread.sleep(25);
    }
    return stopping;
  }

  /** Where one worker at a time sits: kept from cell to cell, as its start costs seconds. */
  private final class Bench {
    private final int place;
    private @Nullable WorkerProcess worker;

    /**
     * @param place number of the worker from 0
     */
    Bench(int place) {
      this.place = place;
    }

    /** Whether there is a worker, which has run a cell before. */
    boolean isUsed() {
      return worker != null;
    }

    /** The worker, a new one if there is none. */
    WorkerProcess worker(Path log) throws IOException {
      WorkerProcess present = worker;
      if (present == null || !present.isAlive()) {
        clear();
        present = WorkerProcess.start(command.line(place), log);
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
