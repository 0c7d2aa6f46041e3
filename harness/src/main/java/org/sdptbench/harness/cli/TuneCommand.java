package org.sdptbench.harness.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdptbench tune}. */
@Command(
    name = "tune",
    description = {
      "Chooses each method's learning rate by AP on validation images, with as many trials for each.",
      "Tries the rates of a spec, then the two beside the best at half the distance, down to half a",
      "decade. Leaves the rates where the scale looks for them, or, if only a part is tuned, in the",
      "folder of the output. Test images choose nothing. The spec tuning-head chooses the rate of",
      "prediction layers beside each method's own, once that is tuned."
    })
final class TuneCommand implements Callable<Integer> {
  private final Engine engine;
  private final Class<?> main;
  @Mixin private SpecOptions specs = new SpecOptions();
  @Mixin private LaunchOptionsMixin launch = new LaunchOptionsMixin();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--rates",
      paramLabel = "FILE",
      description =
          "Where to leave the rates (default: the file that the scale names, or rates.yaml in the output).")
  private @Nullable Path rates;

  @Parameters(
      arity = "0..1",
      paramLabel = "SPEC",
      defaultValue = "tuning",
      description = "A name in experiments/ or a YAML file (default: tuning).")
  private String name = "tuning";

  TuneCommand(Engine engine, Class<?> main) {
    this.engine = engine;
    this.main = main;
  }

  @Override
  public Integer call() throws Exception {
    return new TuningRun(new LocalCells(engine, main, specs, launch, spec.commandLine().getOut()))
        .run(name, Optional.ofNullable(rates));
  }
}
