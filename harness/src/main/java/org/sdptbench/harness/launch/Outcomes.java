package org.sdptbench.harness.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Records;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.RunStore.Entry;
import org.sdptbench.harness.run.Worker;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecordJson;

/**
 * What becomes of cells, wherever they run: which are done already, what the end of a worker means,
 * which are tried again, and how many ended how. Tells the listener; safe for use by several
 * threads.
 *
 * <table>
 *   <caption>What the end of a worker means</caption>
 *   <tr><th>end</th><th>outcome</th><th>tried again, alone</th></tr>
 *   <tr><td>a record</td><td>as it says: completed, diverged, invalid, out-of-memory</td>
 *     <td>out-of-memory, if others ran beside</td></tr>
 *   <tr><td>its time limit</td><td>timed-out</td><td>yes</td></tr>
 *   <tr><td>Java's heap is full (3)</td><td>out-of-memory</td><td>if others ran beside</td></tr>
 *   <tr><td>SIGKILL, and the kernel counts one for memory</td><td>out-of-memory</td>
 *     <td>if others ran beside</td></tr>
 *   <tr><td>SIGKILL, SIGTERM, SIGINT or SIGHUP of somebody else</td><td>cancelled</td>
 *     <td>yes</td></tr>
 *   <tr><td>a disk is full</td><td>none: everything stops</td><td>no</td></tr>
 *   <tr><td>everything is being stopped</td><td>none</td><td>no</td></tr>
 *   <tr><td>any other</td><td>crashed</td><td>yes</td></tr>
 * </table>
 */
final class Outcomes {
  /** Exit status of a Java process that ended itself as its heap was full. */
  private static final int HEAP_FULL = 3;

  private static final int KILLED = 137;

  /** By exit status, as a shell reports them. */
  private static final Map<Integer, String> SIGNALS =
      Map.of(129, "SIGHUP", 130, "SIGINT", KILLED, "SIGKILL", 143, "SIGTERM");

  private final RunStore store;
  private final CellTimes times;
  private final Environment.Code code;
  private final LaunchListener listener;
  private final Map<String, RunRecord> accidents = new HashMap<>();
  private final Map<Outcome, Integer> ended = new EnumMap<>(Outcome.class);
  private int cached;
  private int elsewhere;
  private int newer;
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

  /** The cells that have no final record yet, and whose record this program may replace. */
  List<Cell> open(List<Cell> cells) {
    List<Cell> open = new ArrayList<>();
    for (Cell cell : cells) {
      Entry entry = store.get(cell.id());
      if (entry instanceof Entry.Newer record) {
        newer++;
        listener.newer(cell, record.file() + ": " + record.reason());
      } else if (entry instanceof Entry.Present present && present.record().outcome().isFinal()) {
        cached++;
        listener.cached(cell, present.record());
      } else {
        if (entry instanceof Entry.Damaged damaged) {
          listener.damaged(cell, damaged.file() + ": " + damaged.reason());
        } else if (entry instanceof Entry.Present accident) {
          accidents.put(cell.id(), accident.record());
        }
        open.add(cell);
      }
    }
    return open;
  }

  /** Whether another process on the same store has run a cell since it was looked for first. */
  boolean isDoneElsewhere(Cell cell) {
    if (!(store.get(cell.id()) instanceof Entry.Present present)
        || present.record().equals(accidents.get(cell.id()))) {
      return false;
    }
    RunRecord record = present.record();
    synchronized (this) {
      if (record.outcome().isFinal()) {
        elsewhere++;
      } else {
        ended.merge(record.outcome(), 1, Integer::sum);
      }
    }
    times.add(record);
    listener.elsewhere(cell, record);
    return true;
  }

  /**
   * Takes the end of a cell's worker: its record goes into the store, or, if it left none, one that
   * says why; none if the cell is not at fault.
   *
   * @param output folder of the adapter and the pictures that it left
   * @param beside whether other workers ran at the same time
   * @param mayRetry whether it could be run again
   * @return whether it is to be run again
   * @throws IOException if the store cannot be written, or the worker could not write
   */
  boolean ended(Cell cell, WorkerEnd end, Path output, boolean beside, boolean mayRetry)
      throws IOException {
    Optional<RunRecord> record = record(cell, end);
    if (record.isEmpty()) {
      dropped(cell);
      return false;
    }
    RunRecord kept = store.put(record.get(), output);
    times.add(kept);
    if (mayRetry && mayBeLuck(kept.outcome(), beside)) {
      listener.retried(cell, kept);
      return true;
    }
    synchronized (this) {
      ended.merge(kept.outcome(), 1, Integer::sum);
    }
    listener.finished(cell, kept);
    return false;
  }

  /** Whether the same may end otherwise if it is run again, by itself. */
  private static boolean mayBeLuck(Outcome outcome, boolean beside) {
    return switch (outcome) {
      case CRASHED, TIMED_OUT, CANCELLED -> true;
      case OUT_OF_MEMORY -> beside;
      case COMPLETED, DIVERGED, INVALID -> false;
    };
  }

  /** A cell was not begun, or its worker was stopped. */
  void dropped(Cell cell) {
    synchronized (this) {
      dropped++;
    }
    listener.dropped(cell);
  }

  /** A cell that was to be run again is not: it stays as its record says. */
  synchronized void givenUp(Cell cell) {
    if (store.get(cell.id()) instanceof Entry.Present present) {
      ended.merge(present.record().outcome(), 1, Integer::sum);
      listener.finished(cell, present.record());
    }
  }

  /** Whether a run ended without a result so far. */
  synchronized boolean anyWithout() {
    return ended.keySet().stream().anyMatch(outcome -> !outcome.isFinal());
  }

  /** The numbers so far. */
  synchronized LaunchResult result() {
    return new LaunchResult(cached, elsewhere, ended, newer, dropped);
  }

  private Optional<RunRecord> record(Cell cell, WorkerEnd end) throws IOException {
    if (end.written() || end.exit() == 0) {
      return Optional.of(written(cell, end));
    } else if (end.timeLimit().isPresent()) {
      String message = "stopped at its time limit of %s".formatted(end.timeLimit().get());
      return Optional.of(broken(cell, Outcome.TIMED_OUT, message, end));
    } else if (end.stopped()) {
      return Optional.empty();
    } else if (end.exit() == Worker.DISK_FULL) {
      throw new IOException(
          "no room for the files of %s; %s".formatted(cell.describe(), lastLine(end.tail())));
    } else if (end.exit() == HEAP_FULL) {
      String message =
          "the Java heap of the worker was full (--heap); the end of %s:%n%s"
              .formatted(end.log(), end.tail());
      return Optional.of(broken(cell, Outcome.OUT_OF_MEMORY, message, end));
    } else if (end.exit() == KILLED && end.killedForMemory()) {
      String message =
          "killed by the kernel for want of memory; %s bytes are available now"
              .formatted(Environment.availableMemoryBytes().orElse(0));
      return Optional.of(broken(cell, Outcome.OUT_OF_MEMORY, message, end));
    } else if (SIGNALS.containsKey(end.exit())) {
      String message = "ended from outside by %s".formatted(SIGNALS.get(end.exit()));
      return Optional.of(broken(cell, Outcome.CANCELLED, message, end));
    }
    String message =
        "the worker ended with exit status %s%s; the end of %s:%n%s"
            .formatted(end.exit(), hint(end.exit()), end.log(), end.tail());
    return Optional.of(broken(cell, Outcome.CRASHED, message, end));
  }

  private static String lastLine(String text) {
    return text.lines().reduce((a, b) -> b).orElse("the worker said nothing");
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
      case 134 -> " (aborted in native code)";
      case 139 -> " (segmentation fault)";
      default -> "";
    };
  }
}
