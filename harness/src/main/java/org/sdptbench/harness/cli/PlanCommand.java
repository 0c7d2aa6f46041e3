package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.launch.CellMemory;
import org.sdptbench.harness.launch.MeasuredMemory;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellJson;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.plan.Ingredient;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.record.RunRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdptbench plan}. */
@Command(
    name = "plan",
    description = "Checks specs and shows their cells, what is done and how long the rest takes.")
final class PlanCommand implements Callable<Integer> {
  /** That of workers unless told. */
  private static final long HEAP = 1L << 30;

  private final Engine engine;
  @Mixin private SpecOptions specs = new SpecOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "SPEC",
      description = "A name in experiments/ or a YAML file (default: every experiment).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Worker processes for the estimate (default: one for each core).")
  private @Nullable Integer workers;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Folder of run records (default: runs).")
  private Path runs = Path.of("runs");

  @Option(names = "--short", description = "Only the sums of each experiment, not the cells.")
  private boolean brief;

  @Option(
      names = "--memory",
      description = "Show how much memory each cell will take at its peak, with a heap of 1g.")
  private boolean memory;

  @Option(
      names = "--cell",
      paramLabel = "ID",
      description = "Print one cell with all its settings; the first letters of its id do.")
  private @Nullable String cell;

  PlanCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws Exception {
    Problems problems = new Problems();
    Checks.range("--workers", workers, 1, Checks.MOST_WORKERS, problems);
    Checks.folder("--runs", runs, problems);
    problems.throwIfAny();
    Vocabulary vocabulary = engine.vocabulary(specs.data());
    Scale scale = specs.scale(vocabulary);
    Plan plan = specs.plan(names, vocabulary, scale);
    PrintWriter out = spec.commandLine().getOut();
    if (cell != null) {
      show(plan, cell, out);
    } else {
      List<RunRecord> records = new RunStore(runs).all();
      Set<String> done =
          records.stream()
              .filter(record -> record.outcome().isFinal())
              .map(RunRecord::cell)
              .collect(Collectors.toSet());
      int claims = specs.claims(plan, vocabulary).size();
      list(
          plan,
          done,
          new CellTimes(scale.estimate(), vocabulary.datasets(), records),
          claims,
          vocabulary,
          memory
              ? Optional.of(new MeasuredMemory(records, engine.memory(vocabulary.datasets(), HEAP)))
              : Optional.empty(),
          out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void show(Plan plan, String prefix, PrintWriter out)
      throws IOException, InvalidInputException {
    List<Cell> found =
        plan.byId().entrySet().stream()
            .filter(c -> c.getKey().startsWith(prefix))
            .map(Map.Entry::getValue)
            .toList();
    if (found.size() != 1) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--cell " + prefix),
              found.isEmpty()
                  ? "no cell of this plan"
                  : "%s cells of this plan".formatted(found.size()),
              "the id of one cell, as 'sdptbench plan' lists them"));
    }
    out.println(new CellJson().show(found.get(0)));
  }

  private void list(
      Plan plan,
      Set<String> done,
      CellTimes times,
      int claims,
      Vocabulary vocabulary,
      Optional<CellMemory> memory,
      PrintWriter out)
      throws IOException {
    Map<String, Cell> cells = plan.byId();
    specs.changes().forEach(out::println);
    for (Plan.Experiment experiment : plan.experiments()) {
      out.printf(
          "%s: %s (%s cells)%n",
          experiment.spec().name(), experiment.spec().title(), experiment.entries().size());
      for (Plan.Entry entry : brief ? List.<Plan.Entry>of() : experiment.entries()) {
        Cell c = Objects.requireNonNull(cells.get(entry.cell()));
        String time = done.contains(entry.cell()) ? "done" : Durations.rough(times.seconds(c));
        out.printf(
            "  %s  %-28s %-32s shots %-3s seed %-4s %s%s%n",
            entry.cell().substring(0, 12),
            entry.label(),
            c.dataset(),
            c.task().shots() == 0 ? "all" : c.task().shots(),
            c.seed(),
            time,
            memory.map(of -> ", " + Sizes.of(of.bytes(c))).orElse("") + besides(c));
      }
    }
    PlanSums sums = new PlanSums(plan, done, times, engine.architectures());
    out.print(sums.text());
    List<Cell> open =
        cells.entrySet().stream()
            .filter(c -> !done.contains(c.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    int count = workers == null ? Runtime.getRuntime().availableProcessors() : workers;
    out.printf(
        "%s cells, %s done; the rest takes about %s with %s workers.%n",
        cells.size(),
        cells.size() - open.size(),
        Durations.rough(
            Math.max(
                sums.seconds(open) / count,
                open.stream().mapToDouble(times::seconds).max().orElse(0))),
        count);
    if (claims > 0) {
      out.printf("%s claims are about these specs; sdptbench claims says which held.%n", claims);
    }
    for (Ingredient missing : plan.missing()) {
      out.printf(
          "missing: %s %s: %s%n", missing.kind(), missing.name(), missing.remedy(vocabulary));
    }
  }

  /** What a cell does besides training and testing its method on its task. */
  private static String besides(Cell cell) {
    StringBuilder text = new StringBuilder();
    RunRecord.Base base = cell.base();
    if (base != null) {
      text.append(
          "; first %s on %s".formatted(base.method().label(), Cell.datasetName(base.task())));
    }
    if (!cell.alsoTestedOn().isEmpty()) {
      text.append("; also tested on ")
          .append(
              cell.alsoTestedOn().stream()
                  .map(Cell::datasetName)
                  .collect(Collectors.joining(", ")));
    }
    return text.toString();
  }
}
