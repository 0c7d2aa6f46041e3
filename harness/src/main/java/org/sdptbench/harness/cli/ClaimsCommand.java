package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.sdptbench.reports.claim.EvaluatedClaims;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private RecordOptions from = new RecordOptions();

  @Override
  public Integer call() throws Exception {
    EvaluatedClaims claims = EvaluatedClaims.read(from.runs(), from.plan());
    PrintWriter out = spec.commandLine().getOut();
    new ClaimsText(out).print(claims);
    claims.skipped().forEach(file -> out.printf("not read: %s, %s%n", file.path(), file.reason()));
    out.flush();
    return ExitCode.OK;
  }
}
