package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.launch.DeterminismCheck;
import org.sdptbench.harness.launch.WorkerCommand;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.RecordDifferences;
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

/** {@code sdptbench verify-determinism}. */
@Command(
    name = "verify-determinism",
    description = {
      "Runs a cell of an experiment five times in processes of their own: twice alone, two beside each"
          + " other, one that is ended in the middle and resumed; compares bit for bit.",
      "Exit code 1 if anything differs."
    })
final class VerifyDeterminismCommand implements Callable<Integer> {
  private final Engine engine;
  private final Class<?> main;
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private SpecOptions specs = new SpecOptions();

  @Parameters(paramLabel = "SPEC", description = "A name in experiments/ or a YAML file.")
  private String name = "";

  @Option(
      names = "--cell",
      paramLabel = "ID",
      description =
          "The start of a cell's id, as plan shows it (default: the quickest that trains something).")
  private String cell = "";

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "1g",
      description = "Java heap of a worker (default: 1g).")
  private String heap = "1g";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "New folder for the records (default: a temporary one).")
  private @Nullable Path out;

  VerifyDeterminismCommand(Engine engine, Class<?> main) {
    this.engine = engine;
    this.main = main;
  }

  @Override
  public Integer call() throws Exception {
    Path folder = folder();
    Vocabulary vocabulary = engine.vocabulary(specs.data());
    Scale scale = specs.scale(vocabulary);
    Plan plan = specs.plan(List.of(name), vocabulary, scale);
    LocalCells.refuseMissing(plan, vocabulary);
    CellTimes times = new CellTimes(scale.estimate(), vocabulary.datasets(), List.of());
    Cell chosen = chosen(plan, times);
    Environment.Code code = Environment.code(Path.of(System.getProperty("sdptbench.home", ".")));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                WorkerCellCommand.NAME,
                "--commit",
                code.commit(),
                "--adapter-bytes",
                String.valueOf(Long.MAX_VALUE),
                "--checkpoint-every",
                "PT1S"));
    specs.data().ifPresent(d -> arguments.addAll(List.of("--data", d.toString())));
    PrintWriter console = spec.commandLine().getOut();
    console.printf("%s %s, five times%n", chosen.id().substring(0, 12), chosen.describe());
    List<DeterminismCheck.Attempt> attempts;
    try (ConsoleProgress progress =
        ConsoleProgress.start(console, List.of(chosen), times, 1, ExperimentTables.none())) {
      attempts =
          new DeterminismCheck(
                  new WorkerCommand(main.getName(), heap, arguments), folder, times, code, progress)
              .run(chosen);
    }
    boolean same = compare(attempts, console);
    console.printf(
        "%s. Records: %s%n",
        same ? "All the same to the last bit" : "Not everything is the same", folder);
    console.flush();
    return same ? ExitCode.OK : ExitCode.DIFFERENT;
  }

  private Path folder() throws IOException, InvalidInputException {
    if (out == null) {
      return Files.createTempDirectory("sdptbench-determinism");
    }
    Problems problems = new Problems();
    Checks.writable("--out", out, problems);
    if (Files.exists(out)) {
      problems.add(Problem.of(Location.argument("--out " + out), "is there", "a new folder"));
    }
    problems.throwIfAny();
    return out;
  }

  private Cell chosen(Plan plan, CellTimes times) throws InvalidInputException {
    List<Cell> found =
        plan.cells().stream().filter(one -> one.id().startsWith(cell)).distinct().toList();
    if (cell.isEmpty()) {
      return found.stream()
          .filter(Cell::trains)
          .min(Comparator.comparingDouble(times::seconds))
          .orElse(found.get(0));
    }
    if (found.size() != 1) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--cell " + cell),
              "%s cells of this plan begin so".formatted(found.size()),
              "the start of one id, as plan shows it"));
    }
    return found.get(0);
  }

  private static boolean compare(List<DeterminismCheck.Attempt> attempts, PrintWriter console) {
    @Nullable RunRecord first = attempts.get(0).record().orElse(null);
    boolean same = first != null;
    for (DeterminismCheck.Attempt attempt : attempts) {
      List<String> differences = new ArrayList<>();
      if (first == null || attempt.record().isEmpty()) {
        differences.add("no result");
      } else {
        RunRecord record = attempt.record().get();
        differences.addAll(RecordDifferences.between(first, record).results());
        if (!Objects.equals(first.adapter(), record.adapter())) {
          differences.add("the adapter: %s, here %s".formatted(first.adapter(), record.adapter()));
        }
      }
      same &= differences.isEmpty();
      console.printf("%s: %s%n", attempt.how(), differences.isEmpty() ? "the same" : "differs");
      differences.forEach(line -> console.printf("  %s%n", line));
    }
    return same;
  }
}
