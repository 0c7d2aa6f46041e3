package org.sdptbench.harness.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdptbench reproduce}. */
@Command(
    name = "reproduce",
    description = {
      "Runs every experiment of a scale and writes the report.",
      "Cells that are done are skipped, so the command may be stopped and started again at will."
    })
final class ReproduceCommand implements Callable<Integer> {
  private static final int DEFAULT_SAMPLE = 5;
  private static final int MOST_SAMPLE = 1_000_000;

  private final Engine engine;
  private final Class<?> main;
  @Mixin private SpecOptions specs = new SpecOptions();
  @Mixin private LaunchOptionsMixin launch = new LaunchOptionsMixin();
  @Mixin private SlurmOptions slurm = new SlurmOptions();

  @Option(
      names = "--verify",
      paramLabel = "DIR",
      description =
          "Run a sample of the cells that DIR/runs.zip holds again, and print what differs from"
              + " it: in a temporary folder, or in --out.")
  private @Nullable Path verify;

  @Option(
      names = "--sample",
      paramLabel = "N",
      description = "With --verify: number of cells to run again (default: 5).")
  private @Nullable Integer sample;

  @Option(
      names = "--tolerance",
      paramLabel = "X",
      description =
          "With --verify: what a result may differ by, as a fraction (default: 0 on a machine of the"
              + " same type, else 1e-6).")
  private @Nullable Double tolerance;

  @Spec private CommandSpec spec = CommandSpec.create();

  ReproduceCommand(Engine engine, Class<?> main) {
    this.engine = engine;
    this.main = main;
  }

  @Override
  public Integer call() throws Exception {
    if (verify == null && sample == null && tolerance == null) {
      return new Session(engine, main, specs, launch, slurm, spec.commandLine().getOut())
          .run(List.of());
    }
    Problems problems = new Problems();
    if (verify == null) {
      String option = sample == null ? "--tolerance" : "--sample";
      problems.add(Problem.of(Location.argument(option), "goes with --verify only"));
    } else if (launch.from().isPresent()) {
      problems.add(Problem.of(Location.argument("--from"), "does not go with --verify"));
    }
    if (slurm.isChosen()) {
      problems.add(Problem.of(Location.argument("--launcher slurm"), "does not go with --verify"));
    }
    Checks.range("--sample", sample, 1, MOST_SAMPLE, problems);
    if (tolerance != null && !(tolerance >= 0 && tolerance <= 1)) {
      problems.add(
          Problem.of(
              Location.argument("--tolerance"), "found " + tolerance, "a fraction from 0 to 1"));
    }
    problems.throwIfAny();
    return new VerificationRun(
            new LocalCells(engine, main, specs, launch, spec.commandLine().getOut()))
        .run(
            Objects.requireNonNull(verify),
            sample == null ? DEFAULT_SAMPLE : sample,
            tolerance == null ? OptionalDouble.empty() : OptionalDouble.of(tolerance));
  }
}
