package org.sdptbench.harness.cli;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.harness.catalog.Architectures;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.spec.Scale;

/**
 * What each experiment of a plan costs: cells, hours of one worker, and what it leaves on the disk.
 * A cell that several experiments have counts in each, and once in the sum.
 */
final class PlanSums {
  /** A record, its log, and two pictures. */
  private static final long RECORD = 200_000;

  private final Plan plan;
  private final Set<String> done;
  private final CellTimes times;
  private final Architectures architectures;

  /**
   * Sums of a plan.
   *
   * @param done ids of the cells that are done
   */
  PlanSums(Plan plan, Set<String> done, CellTimes times, Architectures architectures) {
    this.plan = plan;
    this.done = done;
    this.times = times;
    this.architectures = architectures;
  }

  /** A table, one line for each experiment. */
  String text() {
    StringBuilder text =
        new StringBuilder(
            "%n%-24s %7s %7s %16s %10s%n"
                .formatted("", "cells", "to run", "one worker", "on disk"));
    for (Plan.Experiment experiment : plan.experiments()) {
      Set<String> ids = new HashSet<>();
      experiment.entries().forEach(entry -> ids.add(entry.cell()));
      line(
          experiment.spec().name(),
          ids.stream().map(id -> Objects.requireNonNull(plan.byId().get(id))).toList(),
          text);
    }
    if (plan.experiments().size() > 1) {
      line("together", plan.cells(), text);
    }
    return text.append("Times ")
        .append(basis())
        .append(times.learns() ? ", corrected by the runs that are there" : "")
        .append(".\n")
        .toString();
  }

  private void line(String name, Collection<Cell> cells, StringBuilder text) {
    List<Cell> open = cells.stream().filter(cell -> !done.contains(cell.id())).toList();
    text.append(
        String.format(
            Locale.ROOT,
            "%-24s %,7d %,7d %16s %10s%n",
            name,
            cells.size(),
            open.size(),
            hours(seconds(open)),
            Sizes.of(cells.stream().mapToLong(this::bytes).sum())));
  }

  /** Seconds of one worker for cells; what several of them train first, one of them trains. */
  double seconds(List<Cell> open) {
    double all = 0;
    Set<String> bases = new HashSet<>();
    for (Cell cell : open) {
      Optional<Cell> base = cell.ofBase();
      boolean another = base.isPresent() && !bases.add(base.get().id());
      all += times.seconds(cell) - (another ? times.secondsOfBase(cell) : 0);
    }
    return all;
  }

  /** What the times rest on. */
  private String basis() {
    Scale.Estimate estimate = plan.scale().estimate();
    long methods = plan.cells().stream().map(PlanSums::method).distinct().count();
    long measured =
        plan.cells().stream()
            .filter(
                cell ->
                    estimate.measured().stream()
                        .anyMatch(
                            speed ->
                                speed.model().equals(cell.model())
                                    && speed.method().equals(cell.method().name())))
            .map(PlanSums::method)
            .distinct()
            .count();
    String guess =
        String.format(
            Locale.ROOT,
            "the guess of scale %s, %s s for a training image and %s s for a test image",
            plan.scale().name(),
            estimate.secondsPerImage(),
            estimate.secondsPerTestImage());
    return measured == 0
        ? "by " + guess
        : measured == methods
            ? "as calibrate measured"
            : "of %s of %s methods as calibrate measured, of the others by %s"
                .formatted(measured, methods, guess);
  }

  private static String method(Cell cell) {
    return cell.model() + " " + cell.method().name();
  }

  private static String hours(double seconds) {
    double hours = seconds / 3600;
    return hours < 10
        ? Durations.rough(seconds)
        : hours < 1000
            ? String.format(Locale.ROOT, "%.0f h", hours)
            : String.format(Locale.ROOT, "%,.0f h, %.0f days", hours, hours / 24);
  }

  /** Its record, and its adapters if they are kept: float32, the one below with its own. */
  private long bytes(Cell cell) {
    long own = adapter(cell);
    Optional<Cell> base = cell.ofBase().filter(below -> !continued(cell));
    long below = base.map(this::adapter).orElse(0L);
    boolean kept =
        plan.scale().longRuns() || Math.max(own, below) <= LaunchOptionsMixin.KEPT_ADAPTER;
    return RECORD + (kept ? own + below : 0);
  }

  private static boolean continued(Cell cell) {
    return cell.base() != null && cell.base().continued();
  }

  private long adapter(Cell cell) {
    return GlipConfig.preset(cell.model()).isEmpty()
        ? 0
        : Float.BYTES
            * architectures
                .trained(cell.model(), cell.method().name(), cell.method().settings())
                .size();
  }
}
