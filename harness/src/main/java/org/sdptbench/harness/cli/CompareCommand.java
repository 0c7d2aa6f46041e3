package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.comparison.Comparisons;
import org.sdptbench.reports.comparison.PairedComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdptbench compare}. */
@Command(
    name = "compare",
    description = {
      "Compares two methods, seed by seed, from run records; runs nothing.",
      "Prints the difference on each task with its intervals, the effect over tasks, and how many"
          + " seeds it would take to see it."
    })
final class CompareCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      index = "0",
      paramLabel = "METHOD_A",
      description = "A label in the report's tables, or a method's name where only one row has it.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "METHOD_B", description = "What to compare it with.")
  private String second = "";

  @Mixin private RecordOptions from = new RecordOptions();

  @Option(
      names = "--spec",
      paramLabel = "NAME",
      description = "A spec of the plan (default: every spec that has both methods).")
  private @Nullable String specName;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      defaultValue = "AP",
      description = "A metric of the records, e.g. AP50 (default: AP).")
  private String metric = "AP";

  @Override
  public Integer call() throws Exception {
    Comparisons records = Comparisons.read(from.runs(), from.plan());
    List<PairedComparison> found =
        new ComparisonChoice(records.specs()).of(specName, first, second, metric);
    PrintWriter out = spec.commandLine().getOut();
    ComparisonText text = new ComparisonText(out);
    found.forEach(text::print);
    records.skipped().forEach(file -> out.printf("not read: %s, %s%n", file.path(), file.reason()));
    out.flush();
    return ExitCode.OK;
  }
}
