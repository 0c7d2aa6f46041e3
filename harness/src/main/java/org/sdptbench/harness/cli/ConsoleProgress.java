package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.sdptbench.harness.launch.LaunchListener;
import org.sdptbench.harness.launch.LaunchResult;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.run.Presence.Owner;
import org.sdptbench.harness.run.WorkerEvent;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;

/**
 * Shows progress: one line for each cell that ends, and the state of the whole with the time left,
 * as a live line on a terminal or as a plain line every ten seconds elsewhere.
 */
final class ConsoleProgress implements LaunchListener, AutoCloseable {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean live;
  private final int width;
  private final LongSupplier nanos;
  private final CellTimes times;
  private final int workers;
  private final int total;
  private final ExperimentTables tables;
  private final Set<Cell> open;
  private final Map<Cell, Running> running = new LinkedHashMap<>();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(ConsoleProgress::daemon);
  private int cached;
  private String waitsFor = "";

  private record Running(long start, double fraction, String phase) {}

  /**
   * Progress that shows nothing by itself yet; {@link #start} also starts the clock.
   *
   * @param live whether the output is a terminal
   * @param width columns of the terminal
   * @param nanos the clock, as {@link System#nanoTime}
   * @param tables shown when an experiment is complete
   */
  ConsoleProgress(
      PrintWriter out,
      boolean live,
      int width,
      LongSupplier nanos,
      List<Cell> cells,
      CellTimes times,
      int workers,
      ExperimentTables tables) {
    this.out = out;
    this.live = live;
    this.width = width;
    this.nanos = nanos;
    this.times = times;
    this.workers = workers;
    this.total = cells.size();
    this.tables = tables;
    this.open = new LinkedHashSet<>(cells);
  }

  /** Progress on the console of this process. */
  @SuppressWarnings("FutureReturnValueIgnored") // close() ends the clock
  static ConsoleProgress start(
      PrintWriter out, List<Cell> cells, CellTimes times, int workers, ExperimentTables tables) {
    boolean live = Boolean.getBoolean("sdptbench.terminal"); // the launcher script asks the shell
    String columns = System.getenv().getOrDefault("COLUMNS", "");
    int width = columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : 80;
    ConsoleProgress progress =
        new ConsoleProgress(out, live, width, System::nanoTime, cells, times, workers, tables);
    Duration tick = live ? Duration.ofMillis(500) : Duration.ofSeconds(10);
    progress.ticker.scheduleAtFixedRate(
        progress::tick, tick.toMillis(), tick.toMillis(), TimeUnit.MILLISECONDS);
    return progress;
  }

  @Override
  public synchronized void cached(Cell cell, RunRecord record) {
    open.remove(cell);
    tables.known(record);
    cached++;
  }

  @Override
  public synchronized void damaged(Cell cell, String reason) {
    print("unreadable record, runs again: " + reason);
  }

  @Override
  public synchronized void newer(Cell cell, String reason) {
    open.remove(cell);
    print("left alone: " + reason);
  }

  @Override
  public synchronized void elsewhere(Cell cell, RunRecord record) {
    waitsFor = "";
    open.remove(cell);
    print(
        "[%s/%s] %s: %s (by another process)"
            .formatted(total - open.size(), total, cell.describe(), ending(record)));
    tables.finished(record).forEach(this::print);
  }

  @Override
  public synchronized void waiting(Cell cell, Owner owner) {
    waitsFor = "waiting for %s, which runs in %s".formatted(cell.describe(), owner);
    print(waitsFor);
  }

  @Override
  public synchronized void retried(Cell cell, RunRecord record) {
    running.remove(cell);
    print("%s: %s; it is run again, by itself".formatted(cell.describe(), ending(record)));
  }

  @Override
  public synchronized void started(Cell cell) {
    waitsFor = "";
    if (running.isEmpty() && cached > 0 && open.size() == total - cached) {
      print("%s of %s cells are done already".formatted(cached, total));
    }
    running.put(cell, new Running(nanos.getAsLong(), 0, "starting"));
  }

  @Override
  public synchronized void progress(Cell cell, WorkerEvent event) {
    if (event instanceof WorkerEvent.At at) {
      running.computeIfPresent(cell, (c, r) -> new Running(r.start(), at.fraction(), at.phase()));
    }
  }

  @Override
  public synchronized void finished(Cell cell, RunRecord record) {
    Running was = running.remove(cell);
    open.remove(cell);
    double seconds = was == null ? 0 : (nanos.getAsLong() - was.start()) / 1e9;
    print(
        "[%s/%s] %s: %s (%s)"
            .formatted(
                total - open.size(),
                total,
                cell.describe(),
                ending(record),
                Durations.rough(seconds)));
    tables.finished(record).forEach(this::print);
  }

  @Override
  public synchronized void dropped(Cell cell) {
    running.remove(cell);
  }

  /** Says how everything ended. */
  synchronized void summary(LaunchResult result) {
    StringBuilder text =
        new StringBuilder(
            "%s cells: %s done before, %s completed"
                .formatted(total, result.cached(), result.count(Outcome.COMPLETED)));
    boolean again = false;
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.COMPLETED) {
        append(text, result.count(outcome), outcome.inWords());
        again |= !outcome.isFinal() && result.count(outcome) > 0;
      }
    }
    text.append(again ? " (they run again next time)" : "");
    append(text, result.elsewhere(), "by other processes");
    append(text, result.newer(), "left alone, of a newer program");
    append(text, result.dropped(), "not run");
    print(text.toString());
  }

  /** Says how to go on after Ctrl-C. */
  synchronized void stopped(boolean tidy) {
    print(
        "Stopped%s: %s of %s cells are done, nothing finished is lost. The same command goes on."
            .formatted(tidy ? "" : " in haste", total - open.size(), total));
  }

  /** Shows the state of the whole. */
  synchronized void tick() {
    if (running.isEmpty() && waitsFor.isEmpty()) {
      return;
    }
    String line = running.isEmpty() ? waitsFor : status();
    if (live) {
      out.print(ERASE_LINE + (line.length() < width ? line : line.substring(0, width - 1)));
    } else {
      out.println(line);
    }
    out.flush();
  }

  /** {@code 3/12 done, about 5 min left | SDPT on odinw/Aquarium, seed 0: training 40 %}. */
  synchronized String status() {
    StringBuilder line =
        new StringBuilder(
            "%s/%s done, about %s left"
                .formatted(total - open.size(), total, Durations.rough(secondsLeft())));
    running.forEach(
        (cell, r) ->
            line.append(
                " | %s: %s %s %%"
                    .formatted(cell.describe(), r.phase(), Math.round(100 * r.fraction()))));
    return line.toString();
  }

  @Override
  public synchronized void close() {
    ticker.shutdownNow();
    if (live) {
      out.print(ERASE_LINE);
    }
    out.flush();
  }

  private double secondsLeft() {
    double left = 0;
    double longest = 0;
    for (Cell cell : open) {
      double seconds = times.seconds(cell);
      Running r = running.get(cell);
      if (r != null) {
        seconds = secondsLeft(r, seconds);
      }
      left += seconds;
      longest = Math.max(longest, seconds);
    }
    return Math.max(left / workers, longest);
  }

  /** Of a cell that runs; never nothing, since then it would have ended. */
  private double secondsLeft(Running r, double expected) {
    double elapsed = (nanos.getAsLong() - r.start()) / 1e9;
    // Its own pace tells more than other cells' once a tenth is done, or once it takes longer.
    double left =
        r.fraction() <= 0.1 && elapsed < expected
            ? expected - elapsed
            : r.fraction() > 0 ? elapsed * (1 - r.fraction()) / r.fraction() : elapsed;
    return Math.max(1, left);
  }

  private static String ending(RunRecord record) {
    if (record.outcome() == RunRecord.Outcome.COMPLETED) {
      Double ap = record.metrics().get("AP");
      return ap == null ? "completed" : String.format(Locale.ROOT, "AP %.1f", 100 * ap);
    }
    String message = record.message();
    String name = record.outcome().inWords();
    return message == null ? name : name + ", " + message.lines().findFirst().orElse("");
  }

  private static void append(StringBuilder text, int count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(' ').append(what);
    }
  }

  private void print(String line) {
    out.println(live ? ERASE_LINE + line : line);
    out.flush();
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "progress");
    thread.setDaemon(true);
    return thread;
  }
}
