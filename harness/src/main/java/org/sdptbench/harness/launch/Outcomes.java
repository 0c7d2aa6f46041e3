package org.sdptbench.harness.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Records;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.RunStore.Entry;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecordJson;

/**
 * What becomes of cells, wherever they run: which are done already, what the end of a worker means,
 * and how many ended how. Tells the listener; safe for use by several threads.
 */
final class Outcomes {
  // What a shell reports for SIGINT and SIGTERM: somebody ended the worker, its cell is not at
  // fault.
  private static final Set<Integer> ENDED_FROM_OUTSIDE = Set.of(130, 143);

  private final RunStore store;
  private final CellTimes times;
  private final Environment.Code code;
  private final LaunchListener listener;
  private int cached;
  private int completed;
  private int diverged;
  private int failed;
  private int dropped;

  /**
   * Nothing has happened yet.
   *
   * @param store where records go
   * @param times learns from each record
   * @param code state of the code, for records of crashes
   */
  Outcomes(RunStore store, CellTimes times, Environment.Code code, LaunchListener listener) {
    this.store = store;
    this.times = times;
    this.code = code;
    this.listener = listener;
  }

  /** The cells that have no final record yet. */
  List<Cell> open(List<Cell> cells) {
    List<Cell> open = new ArrayList<>();
    for (Cell cell : cells) {
      Entry entry = store.get(cell.id());
      if (entry instanceof Entry.Present present && RunStore.isFinal(present.record())) {
        cached(cell, present.record());
      } else {
        if (entry instanceof Entry.Damaged damaged) {
          listener.damaged(cell, damaged.file() + ": " + damaged.reason());
        }
        open.add(cell);
      }
    }
    return open;
  }

  /** Whether a cell has a final record by now: another process on the same store was faster. */
  boolean isDoneElsewhere(Cell cell) {
    Optional<RunRecord> elsewhere = store.done(cell.id());
    elsewhere.ifPresent(record -> cached(cell, record));
    return elsewhere.isPresent();
  }

  private void cached(Cell cell, RunRecord record) {
    synchronized (this) {
      cached++;
    }
    listener.cached(cell, record);
  }

  /**
   * Takes the end of a cell's worker: its record goes into the store, or, if it left none, one that
   * says why; none if the cell is not at fault.
   *
   * @param output folder of the adapter and the pictures that it left
   * @throws IOException if the store cannot be written
   */
  void ended(Cell cell, WorkerEnd end, Path output) throws IOException {
    Optional<RunRecord> record = record(cell, end);
    if (record.isEmpty()) {
      dropped(cell);
      return;
    }
    RunRecord kept = store.put(record.get(), output);
    times.add(kept);
    synchronized (this) {
      switch (kept.outcome()) {
        case COMPLETED -> completed++;
        case DIVERGED -> diverged++;
        case FAILED, CRASHED, TIMED_OUT -> failed++;
      }
    }
    listener.finished(cell, kept);
  }

  /** A cell was not begun, or its worker was stopped. */
  void dropped(Cell cell) {
    synchronized (this) {
      dropped++;
    }
    listener.dropped(cell);
  }

  /** The numbers so far. */
  synchronized LaunchResult result() {
    return new LaunchResult(cached, completed, diverged, failed, dropped);
  }

  private Optional<RunRecord> record(Cell cell, WorkerEnd end) {
    if (end.written() || end.exit() == 0) {
      return Optional.of(written(cell, end));
    } else if (end.timeLimit().isPresent()) {
      String message = "stopped at its time limit of %s".formatted(end.timeLimit().get());
      return Optional.of(broken(cell, Outcome.TIMED_OUT, message, end));
    } else if (end.stopped() || ENDED_FROM_OUTSIDE.contains(end.exit())) {
      return Optional.empty();
    }
    String message =
        "the worker ended with exit status %s%s; the end of %s:%n%s"
            .formatted(end.exit(), hint(end.exit()), end.log(), end.tail());
    return Optional.of(broken(cell, Outcome.CRASHED, message, end));
  }

  private RunRecord written(Cell cell, WorkerEnd end) {
    try {
      return RunRecordJson.read(end.record(), cell.id());
    } catch (IOException e) {
      String message =
          "the worker left no readable record (%s); the end of its log:%n%s"
              .formatted(e.getMessage(), end.tail());
      return broken(cell, Outcome.CRASHED, message, end);
    }
  }

  private RunRecord broken(Cell cell, Outcome outcome, String message, WorkerEnd end) {
    return Records.brokenOff(
        cell, outcome, message, end.seconds(), Environment.provenance(code, cell.digests(), 1));
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
}
