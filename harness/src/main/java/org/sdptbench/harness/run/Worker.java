package org.sdptbench.harness.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellJson;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecordJson;

/**
 * The inside of a worker process: runs cells that it is told of, one after another, each from a
 * file to a file.
 */
public final class Worker {
  /** Exit status of a worker whose parent is gone, as if it had been terminated. */
  public static final int ORPHANED = 143;

  /** Exit status of a worker that could not write: see {@link DiskFullException}. */
  public static final int DISK_FULL = 74;

  private static final long MIN_NANOS_BETWEEN_EVENTS = 200_000_000L;

  private final Stopping stopping = new Stopping();
  private final MemoryPeak peak = new MemoryPeak();
  private final CellRunner runner;
  private final Environment.Code code;
  private final long adapterBytes;
  private final long featureBytes;
  private final Duration checkpointEvery;
  private final PrintStream events;

  /**
   * A worker.
   *
   * @param runner runs the cells
   * @param code state of the code, for the record of a failure
   * @param adapterBytes the largest adapter that is kept
   * @param featureBytes most bytes of features that are kept while a cell trains
   * @param checkpointEvery time between states of a run
   * @param events where lines of {@link WorkerEvent} go
   */
  public Worker(
      CellRunner runner,
      Environment.Code code,
      long adapterBytes,
      long featureBytes,
      Duration checkpointEvery,
      PrintStream events) {
    this.runner = runner;
    this.code = code;
    this.adapterBytes = adapterBytes;
    this.featureBytes = featureBytes;
    this.checkpointEvery = checkpointEvery;
    this.events = events;
  }

  /**
   * Runs what a parent asks for, line by line of {@link WorkerTask}, until a cell fails. Ends this
   * process when the parent's stream ends: a parent that dies takes its workers with it. However
   * this process is asked to end, the state of the present run is saved before.
   *
   * @throws IOException if a cell cannot be read or a record cannot be written
   */
  public void serve(InputStream parent) throws IOException, InterruptedException {
    BlockingQueue<WorkerTask> tasks = new LinkedBlockingQueue<>();
    endAfter(() -> listen(parent, tasks), this::saveState);
    Runtime.getRuntime().addShutdownHook(new Thread(this::saveState, "save-state"));
    boolean ready = true;
    while (ready) {
      WorkerTask task = tasks.take();
      ready = run(task);
      events.println(); // should somebody have printed half a line
      print(events, new WorkerEvent.Written(ready));
    }
  }

  private static void listen(InputStream parent, BlockingQueue<WorkerTask> tasks)
      throws IOException {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(parent, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        tasks.add(WorkerTask.decode(line));
      }
    }
  }

  private void saveState() {
    try {
      stopping.save();
    } catch (IOException e) {
      System.err.printf("no state of the run is kept: %s%n", e.getMessage());
    }
  }

  /** Ends this process when a reading of the parent's stream ends, however it does. */
  private static void endAfter(Reading reading, Runnable before) {
    Thread watch =
        new Thread(
            () -> {
              try {
                reading.run();
              } catch (IOException e) {
                // as good as the end
              } finally {
                try {
                  before.run();
                } finally {
                  Runtime.getRuntime().halt(ORPHANED);
                }
              }
            },
            "parent-watch");
    watch.setDaemon(true);
    watch.start();
  }

  /** Reads the parent's stream to its end. */
  @FunctionalInterface
  private interface Reading {
    void run() throws IOException;
  }

  /**
   * Runs a cell and writes its record, after its adapter and images. An exception of the runner
   * makes a record of a failure; its stack trace goes to standard error, which is the log.
   *
   * @return whether it did not fail
   * @throws DiskFullException if a disk is full, for which no cell is at fault
   * @throws IOException if the cell cannot be read or the record cannot be written
   */
  @SuppressWarnings("CatchAndPrintStackTrace") // standard error is the log of this process
  public boolean run(WorkerTask task) throws IOException {
    Cell cell = new CellJson().read(task.cell());
    RunRecord.Provenance provenance =
        Environment.provenance(code, cell.digests(), Environment.tensorThreads());
    peak.begin();
    long start = System.nanoTime();
    RunRecord record;
    try {
      record =
          runner.run(
              cell,
              new CellOutput(
                  task.output(),
                  adapterBytes,
                  featureBytes,
                  Optional.of(new Checkpoints(task.checkpoints(), checkpointEvery, stopping)),
                  Optional.of(new TrainedBases(new RunStore(task.store())))),
              new EventProgress(events));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (Exception
        | LinkageError
        | AssertionError
        | StackOverflowError
        | OutOfMemoryError e) { // that of Java's own code; of the machine's, this process ends
      e.printStackTrace();
      Failure failure = new Failure(e);
      if (failure.isDiskFull()) {
        throw new DiskFullException(failure.rooms(task.output()), e);
      }
      record =
          Records.brokenOff(cell, failure.outcome(), failure.reason(), seconds(start), provenance);
    }
    write(Records.complete(record, seconds(start), peak.bytes()), task);
    return record.outcome().isFinal();
  }

  private static void write(RunRecord record, WorkerTask task) throws IOException {
    try {
      RunRecordJson.write(record, task.record());
    } catch (IOException e) {
      Failure failure = new Failure(e);
      throw failure.isDiskFull() ? new DiskFullException(failure.rooms(task.output()), e) : e;
    }
  }

  /**
   * Ends this process when a stream ends: a parent that dies takes its workers with it, because the
   * stream is the standard input that it holds open.
   */
  public static void endWith(InputStream parent) {
    endAfter(
        () -> parent.transferTo(OutputStream.nullOutputStream()), // nothing is ever said there
        () -> {});
  }

  private static void print(PrintStream events, WorkerEvent event) {
    events.println(WorkerEvent.encode(event));
    events.flush();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /** Prints events, at most five a second of the same phase. */
  private static final class EventProgress implements Progress {
    private final PrintStream events;
    private String phase = "";
    private long last;

    EventProgress(PrintStream events) {
      this.events = events;
    }

    @Override
    public synchronized void at(double fraction, String phase) {
      long now = System.nanoTime();
      if (!phase.equals(this.phase) || now - last >= MIN_NANOS_BETWEEN_EVENTS) {
        this.phase = phase;
        last = now;
        print(events, new WorkerEvent.At(fraction, phase));
      }
    }

    @Override
    public synchronized void curve(RunRecord.CurvePoint point) {
      print(events, new WorkerEvent.Curve(point));
    }
  }
}
