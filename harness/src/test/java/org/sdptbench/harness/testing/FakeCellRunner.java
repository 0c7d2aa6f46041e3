package org.sdptbench.harness.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.AdapterOutput;
import org.sdptbench.harness.run.CellOutput;
import org.sdptbench.harness.run.CellRunner;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/**
 * Trains nothing: the score follows from the id of the cell, a step takes a millisecond, and some
 * seeds bring accidents.
 */
public final class FakeCellRunner implements CellRunner {
  /** Throws an exception. */
  public static final long FAILS = 101;

  /** Ends the process as a native crash would. */
  public static final long CRASHES = 102;

  /** Never ends. */
  public static final long HANGS = 103;

  /** Ends as diverged. */
  public static final long DIVERGES = 104;

  /** Fills the Java heap. */
  public static final long EATS_MEMORY = 105;

  /** Returns the record of another cell. */
  public static final long LIES = 106;

  /** Its process does not end after its record. */
  public static final long LINGERS = 107;

  /** Finds no room on a disk. */
  public static final long FILLS_DISK = 108;

  /** Asks native code for more memory than there is. */
  public static final long ALLOCATES = 109;

  /** Gives another score each time. */
  public static final long THROWS_DICE = 110;

  private final Environment.Code code;

  /** A runner for code of this state. */
  public FakeCellRunner(Environment.Code code) {
    this.code = code;
  }

  @Override
  public RunRecord run(Cell cell, CellOutput output, Progress progress) throws Exception {
    note("begin", cell);
    long steps = cell.recipe().get("steps") instanceof Number n ? n.longValue() : 0;
    for (int step = 0; step < steps; step++) {
      progress.at((double) step / steps, "training");
      Thread.sleep(1);
    }
    RunRecord.CurvePoint end =
        new RunRecord.CurvePoint((int) steps, steps / 1000.0, 0.5, validationAp(cell));
    progress.curve(end);
    if (cell.seed() == FAILS) {
      throw new IOException("images/7.png: not a PNG file");
    } else if (cell.seed() == FILLS_DISK) {
      throw new IOException("No space left on device");
    } else if (cell.seed() == ALLOCATES) {
      throw new IllegalStateException(
          "[enforce fail at alloc_cpu.cpp:119] err == 0. DefaultCPUAllocator: can't allocate memory:"
              + " you tried to allocate 4000000000000 bytes. Error code 12 (Cannot allocate memory)");
    } else if (cell.seed() == CRASHES) {
      System.out.println("what a library prints before it aborts");
      System.err.println("terminate called after throwing an instance of 'c10::Error'");
      Runtime.getRuntime().halt(134);
    } else if (cell.seed() == HANGS) {
      sleepForEver();
    } else if (cell.seed() == LINGERS) {
      Runtime.getRuntime().addShutdownHook(new Thread(FakeCellRunner::sleepForEver));
    } else if (cell.seed() == EATS_MEMORY) {
      byte[][] heap = new byte[1 << 20][];
      for (int i = 0; i < heap.length; i++) {
        heap[i] = new byte[1 << 20];
      }
    }
    AdapterOutput adapter = output.adapter();
    if (adapter.maxBytes() > 0) {
      Files.createDirectories(adapter.folder());
      Files.writeString(adapter.folder().resolve("adapter_config.json"), cell.id());
    }
    note("end", cell);
    boolean diverges = cell.seed() == DIVERGES;
    TreeMap<String, Double> metrics = new TreeMap<>();
    if (!diverges) {
      double ap = Integer.parseInt(cell.id().substring(0, 4), 16) / 65536.0;
      metrics.put("AP", cell.seed() == THROWS_DICE ? Math.random() : ap);
    }
    return new RunRecord(
        RunRecord.VERSION,
        cell.seed() == LIES ? "0".repeat(64) : cell.id(),
        cell.model(),
        cell.method(),
        cell.task(),
        cell.base(),
        cell.recipe(),
        cell.seed(),
        diverges ? RunRecord.Outcome.DIVERGED : RunRecord.Outcome.COMPLETED,
        diverges ? "the loss became NaN at step 7" : null,
        new Results(metrics, new TreeMap<>()),
        new RunRecord.Cost(1000L, 30_000_000L, 4000L, steps / 1000.0, null, null, null, null),
        List.of(end),
        Environment.provenance(code, cell.digests(), Environment.tensorThreads()));
  }

  /** In the file that the environment names, if it does: what ran, in which process. */
  private static void note(String event, Cell cell) throws IOException {
    String journal = System.getenv("SDPTBENCH_FAKE_JOURNAL");
    if (journal != null) {
      Files.writeString(
          Path.of(journal),
          "%s %s %s%n".formatted(event, cell.id(), ProcessHandle.current().pid()),
          StandardOpenOption.APPEND);
    }
  }

  /** If there is any: the nearer the rate is to 0.03, the higher. */
  private static @Nullable Double validationAp(Cell cell) {
    return cell.recipe().get("validateEvery") instanceof Number every
            && every.longValue() > 0
            && cell.recipe().get("learningRate") instanceof Number rate
        ? 1 / (1 + Math.abs(Math.log(rate.doubleValue() / 0.03)))
        : null;
  }

  private static void sleepForEver() {
    try {
      Thread.sleep(Long.MAX_VALUE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
