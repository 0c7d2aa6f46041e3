package org.sdptbench.harness.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdptbench reproduce}. */
@Command(
    name = "reproduce",
    description = {
      "Runs every experiment of a scale and writes the report.",
      "Cells that are done are skipped, so the command may be stopped and started again at will."
    })
final class ReproduceCommand implements Callable<Integer> {
  private final Engine engine;
  private final Class<?> main;
  @Mixin private SpecOptions specs = new SpecOptions();
  @Mixin private LaunchOptionsMixin launch = new LaunchOptionsMixin();
  @Spec private CommandSpec spec = CommandSpec.create();

  ReproduceCommand(Engine engine, Class<?> main) {
    this.engine = engine;
    this.main = main;
  }

  @Override
  public Integer call() throws Exception {
    return new Session(engine, main, specs, launch, spec.commandLine().getOut()).run(List.of());
  }
}
