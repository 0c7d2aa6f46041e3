package org.sdptbench.reports.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.stats.Estimate;
import org.sdptbench.reports.table.Cell.State;

/** The planned cells of one spec and the records of those that ran. */
public final class SpecResults {

  private final Spec spec;
  private final Map<String, RunRecord> runs;
  private final Map<RowTask, List<PlannedCell>> cells = new LinkedHashMap<>();
  private final List<Suite> suites;

  /**
   * Tasks of one suite that have the same number of shots: all that a spec has of them.
   *
   * @param tasks the tasks in the order of the plan, at least one
   */
  public record Suite(List<Task> tasks) {

    /** File systems allow 255 letters for a name. */
    private static final int LONGEST_FILE_NAME = 50;

    /** Copies. */
    public Suite {
      tasks = List.copyOf(tasks);
    }

    /** What the suite is called, whatever of it is here: {@code picto-odinw13}. */
    public String key() {
      return tasks.get(0).suite();
    }

    /** Images-per-class rule; 0 means all training images. */
    public int shots() {
      return tasks.get(0).shots();
    }

    /** {@code picto-odinw13}; of a single task its own name, as it says nothing of the others. */
    public String name() {
      return name(tasks);
    }

    /** The name of some tasks of one suite, with any numbers of shots. */
    public static String name(Collection<Task> tasks) {
      List<String> names = tasks.stream().map(Task::name).distinct().toList();
      return names.size() == 1 ? names.get(0) : tasks.iterator().next().suite();
    }

    /** Name for people, e.g. {@code picto-odinw13, 3 shots}. */
    public String label() {
      return shots() == 0 ? name() : "%s, %s".formatted(name(), shotsLabel());
    }

    /** The shots for people, e.g. {@code 3 shots}. */
    public String shotsLabel() {
      return tasks.get(0).shotsLabel();
    }

    /** Name for files, e.g. {@code picto-odinw13-3shot} or {@code picto-odinw13-Aquarium}. */
    public String fileName() {
      String safe = name().replace('/', '-').replaceAll("[^A-Za-z0-9_-]", "_");
      String cut = safe.substring(0, Math.min(safe.length(), LONGEST_FILE_NAME));
      return shots() == 0 ? cut : "%s-%sshot".formatted(cut, shots());
    }
  }

  private record RowTask(String row, Task task) {}

  private record SuiteShots(String suite, int shots) {}

  /**
   * Pairs plan and records.
   *
   * @param spec what was planned
   * @param runs records by cell id; cells that are not in the plan are ignored
   */
  public SpecResults(Spec spec, Map<String, RunRecord> runs) {
    this.spec = spec;
    this.runs = runs;
    Map<SuiteShots, Set<Task>> tasks = new LinkedHashMap<>();
    for (PlannedCell cell : spec.cells()) {
      Task task = cell.task();
      cells.computeIfAbsent(new RowTask(cell.row(), task), k -> new ArrayList<>()).add(cell);
      tasks
          .computeIfAbsent(new SuiteShots(task.suite(), task.shots()), k -> new LinkedHashSet<>())
          .add(task);
    }
    suites = tasks.values().stream().map(some -> new Suite(List.copyOf(some))).toList();
  }

  /** The spec. */
  public Spec spec() {
    return spec;
  }

  /** Row labels in the order of the plan. */
  public List<String> rows() {
    return spec.cells().stream().map(PlannedCell::row).distinct().toList();
  }

  /** Suites in the order of the plan. */
  public List<Suite> suites() {
    return suites;
  }

  /** All tasks, suite by suite. */
  public List<Task> tasks() {
    return suites.stream().flatMap(suite -> suite.tasks().stream()).toList();
  }

  /** The name of all tasks of a suite, whatever their numbers of shots; see {@link Suite#name}. */
  public String suiteName(String key) {
    return Suite.name(tasks().stream().filter(task -> task.suite().equals(key)).toList());
  }

  /**
   * Metrics to show for a suite, the main one first. Of the others those are left out that no
   * completed run on the suite has, such as APr where classes have no frequencies.
   */
  public List<String> metrics(Suite suite) {
    List<String> metrics = spec.metrics().getOrDefault(suite.key(), List.of());
    if (metrics.isEmpty()) {
      return List.of("AP");
    }
    Set<String> measured = new HashSet<>();
    records()
        .filter(run -> run.task().suite().equals(suite.key()))
        .forEach(run -> measured.addAll(run.metrics().keySet()));
    return metrics.stream()
        .filter(
            metric ->
                measured.isEmpty() || metric.equals(metrics.get(0)) || measured.contains(metric))
        .toList();
  }

  /** Records of the spec's cells, in the order of the plan. */
  public Stream<RunRecord> records() {
    return spec.cells().stream().map(PlannedCell::cell).map(runs::get).filter(Objects::nonNull);
  }

  /** Records of a row on a task, in the order of the plan. */
  public List<RunRecord> records(String row, Task task) {
    return planned(row, task).stream()
        .map(cell -> runs.get(cell.cell()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Mean of a metric of a row on one task over its seeds. */
  public Cell task(String row, Task task, String metric) {
    return over(row, List.of(task), run -> run.metrics().get(metric));
  }

  /** Mean of a metric of a row over seeds of the mean over all tasks of a suite. */
  public Cell average(String row, Suite suite, String metric) {
    return over(row, suite.tasks(), run -> run.metrics().get(metric));
  }

  /**
   * Mean over seeds of the mean over tasks of a value of completed runs. A seed counts only if
   * every task has a value for it: an average over fewer tasks is another quantity. For the same
   * reason a row that is not planned on every one of the tasks has no average.
   */
  public Cell over(String row, List<Task> tasks, Function<RunRecord, @Nullable Double> value) {
    if (tasks.isEmpty()
        || !tasks.stream().allMatch(task -> cells.containsKey(new RowTask(row, task)))) {
      return Cell.without(State.NOT_PLANNED, 0, List.of());
    }
    SortedMap<Long, List<Double>> bySeed = new TreeMap<>();
    List<PlannedCell> planned = new ArrayList<>();
    for (Task task : tasks) {
      for (PlannedCell cell : planned(row, task)) {
        planned.add(cell);
        List<Double> values = bySeed.computeIfAbsent(cell.seed(), k -> new ArrayList<>());
        RunRecord run = runs.get(cell.cell());
        Double found = run == null || run.outcome() != Outcome.COMPLETED ? null : value.apply(run);
        if (found != null) {
          values.add(found);
        }
      }
    }
    List<Double> averages =
        bySeed.values().stream()
            .filter(values -> values.size() == tasks.size())
            .map(values -> values.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
            .toList();
    return cell(planned, averages, bySeed.size());
  }

  /**
   * A cost of a row that should not depend on the seed; where runs or tasks differ, their mean. No
   * interval: the tasks are not repetitions.
   */
  public Cell cost(String row, Function<RunRecord.Cost, @Nullable Number> cost) {
    List<PlannedCell> planned =
        spec.cells().stream().filter(cell -> cell.row().equals(row)).toList();
    List<Double> values =
        planned.stream()
            .map(cell -> runs.get(cell.cell()))
            .filter(run -> run != null && run.outcome() == Outcome.COMPLETED)
            .map(run -> cost.apply(run.cost()))
            .filter(Objects::nonNull)
            .map(Number::doubleValue)
            .toList();
    Cell cell = cell(planned, values, values.size());
    return new Cell(
        cell.state(), cell.value(), null, cell.n(), cell.planned(), cell.rank(), cell.runs());
  }

  /** Whether a row trains something; false only where its runs say that they trained nothing. */
  public boolean trains(String row) {
    Double trained = cost(row, RunRecord.Cost::trainableParameters).value();
    return trained == null || trained > 0;
  }

  /** Whether any row that is planned on a suite trains something. */
  public boolean trainsOn(Suite suite) {
    return spec.cells().stream()
        .filter(cell -> suite.tasks().contains(cell.task()))
        .map(PlannedCell::row)
        .distinct()
        .anyMatch(this::trains);
  }

  private Cell cell(List<PlannedCell> planned, List<Double> values, int seeds) {
    List<String> ids = planned.stream().map(PlannedCell::cell).toList();
    return values.isEmpty()
        ? Cell.without(whyEmpty(planned), seeds, ids)
        : Cell.of(Estimate.of(values), seeds, ids);
  }

  private State whyEmpty(List<PlannedCell> planned) {
    if (planned.isEmpty()) {
      return State.NOT_PLANNED;
    }
    List<Outcome> outcomes =
        planned.stream()
            .map(cell -> runs.get(cell.cell()))
            .filter(Objects::nonNull)
            .map(RunRecord::outcome)
            .toList();
    List<Outcome> bad = outcomes.stream().filter(o -> o != Outcome.COMPLETED).toList();
    if (!bad.isEmpty()) {
      return State.of(bad);
    }
    return outcomes.size() < planned.size() ? State.NOT_RUN : State.UNDEFINED;
  }

  private List<PlannedCell> planned(String row, Task task) {
    return cells.getOrDefault(new RowTask(row, task), List.of());
  }
}
