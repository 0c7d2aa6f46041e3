package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.sdptbench.reports.claim.EvaluatedClaims;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdptbench claims}. */
@Command(
    name = "claims",
    description = {
      "Says which of the paper's claims held, from run records; runs nothing.",
      "Prints each claim with its source, the evidence and the verdict: supported, contradicted,"
          + " inconclusive or not run."
    })
final class ClaimsCommand implements Callable<Integer> {
  private final Engine engine;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Folder of run records (default: runs).")
  private Path runs = Path.of("runs");

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      defaultValue = "plan.json",
      description = "The plan that a run wrote (default: plan.json).")
  private Path plan = Path.of("plan.json");

  ClaimsCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws Exception {
    EvaluatedClaims claims = engine.claims(runs, plan);
    PrintWriter out = spec.commandLine().getOut();
    new ClaimsText(out).print(claims);
    claims.skipped().forEach(file -> out.printf("not read: %s, %s%n", file.path(), file.reason()));
    out.flush();
    return ExitCode.OK;
  }
}
