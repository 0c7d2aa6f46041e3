package org.sdptbench.harness.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sdptbench.harness.spec.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sdptbench pretrain}. */
@Command(
    name = "pretrain",
    description = "Pre-trains a model by a recipe, or goes on where it was stopped.")
final class PretrainCommand implements Callable<Integer> {
  private final Engine engine;

  @Parameters(
      paramLabel = "SPEC",
      description = "A YAML file, e.g. experiments/pretrain-mini.yaml.")
  private Path spec = Path.of("");

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "out/pretrain",
      description = "Folder for checkpoints and curves (default: out/pretrain).")
  private Path out = Path.of("out/pretrain");

  PretrainCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws Exception {
    Problems problems = new Problems();
    Checks.writable("--out", out, problems);
    problems.throwIfAny();
    return engine.pretrain(spec, out);
  }
}
