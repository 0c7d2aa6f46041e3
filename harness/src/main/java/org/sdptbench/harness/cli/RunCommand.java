package org.sdptbench.harness.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdptbench run}. */
@Command(
    name = "run",
    description = "Runs some experiments, or a part of one, and writes their report.")
final class RunCommand implements Callable<Integer> {
  private final Engine engine;
  private final Class<?> main;
  @Mixin private SpecOptions specs = new SpecOptions();
  @Mixin private LaunchOptionsMixin launch = new LaunchOptionsMixin();
  @Mixin private SlurmOptions slurm = new SlurmOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "1..*",
      paramLabel = "SPEC",
      description = "A name in experiments/ or a YAML file.")
  private List<String> names = new ArrayList<>();

  RunCommand(Engine engine, Class<?> main) {
    this.engine = engine;
    this.main = main;
  }

  @Override
  public Integer call() throws Exception {
    return new Session(engine, main, specs, launch, slurm, spec.commandLine().getOut()).run(names);
  }
}
