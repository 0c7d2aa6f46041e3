package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.harness.catalog.Architectures;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sdptbench params}. */
@Command(
    name = "params",
    description = {
      "Counts the parameters that each method trains on a model.",
      "They follow from the architecture alone: no weights are needed."
    })
final class ParamsCommand implements Callable<Integer> {
  private static final List<String> METHOD_COLUMNS =
      List.of(
          "model",
          "total_parameters",
          "method",
          "settings",
          "trainable_parameters",
          "percent_of_model");
  private static final List<String> TENSOR_COLUMNS =
      List.of("model", "method", "settings", "tensor", "shape", "parameters");

  private final Engine engine;
  @Mixin private MethodVariants variants = new MethodVariants();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      defaultValue = "glip-mini",
      description =
          "glip-mini, glip-t, glip-l, glip-t-a, glip-t-b or glip-t-c (default: glip-mini).")
  private String model = "glip-mini";

  @Option(names = "--tensors", description = "Every trained tensor: its name, shape and count.")
  private boolean tensors;

  @Option(names = "--csv", description = "CSV instead of a table, numbers unrounded.")
  private boolean csv;

  ParamsCommand(Engine engine) {
    this.engine = engine;
  }

  /** A variant with the parameters that it trains. */
  private record Count(MethodVariants.Variant variant, Layout trained) {
    double percentOf(Layout model) {
      return 100.0 * trained.size() / model.size();
    }

    /** Every setting in force. */
    String settings() {
      return variant.method().settings().resolve(variant.chosen()).entrySet().stream()
          .map(e -> e.getKey() + "=" + e.getValue())
          .collect(Collectors.joining("; "));
    }
  }

  @Override
  public Integer call() throws Exception {
    Architectures architectures = engine.architectures();
    List<Count> counts = count(architectures);
    Layout all = architectures.parameters(model);
    PrintWriter out = spec.commandLine().getOut();
    if (csv) {
      writeCsv(all, counts, out);
    } else {
      writeTable(all, counts, out);
    }
    out.flush();
    return ExitCode.OK;
  }

  private List<Count> count(Architectures architectures) throws InvalidInputException {
    List<String> models = architectures.models();
    if (!models.contains(model)) {
      throw new InvalidInputException(
          Problem.unknown(Location.argument("--model"), "model", model, models));
    }
    List<Count> counts = new ArrayList<>();
    for (MethodVariants.Variant variant : variants.resolve(architectures.methods(), model)) {
      counts.add(
          new Count(
              variant, architectures.trained(model, variant.method().name(), variant.chosen())));
    }
    return counts;
  }

  private void writeTable(Layout all, List<Count> counts, PrintWriter out) {
    out.printf("model       %s%n", model);
    out.printf(Locale.ROOT, "parameters  %,d%n%n", all.size());
    int width = counts.stream().mapToInt(c -> c.variant().label().length()).max().orElse(0);
    String row = "%-" + Math.max(24, width) + "s  %14s  %10s%n";
    out.printf(row, "method", "trained", "% of model");
    for (Count count : counts) {
      out.printf(
          row,
          count.variant().label(),
          grouped(count.trained().size()),
          String.format(Locale.ROOT, "%.3f", count.percentOf(all)));
      if (tensors) {
        for (ParamSpec tensor : count.trained().specs()) {
          out.printf(
              "  %s  [%s]  %s%n", tensor.name(), shape(tensor, ", "), grouped(tensor.size()));
        }
      }
    }
  }

  private void writeCsv(Layout all, List<Count> counts, PrintWriter out) throws IOException {
    CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180);
    printer.printRecord(tensors ? TENSOR_COLUMNS : METHOD_COLUMNS);
    for (Count count : counts) {
      String name = count.variant().method().name();
      if (!tensors) {
        printer.printRecord(
            model,
            all.size(),
            name,
            count.settings(),
            count.trained().size(),
            count.percentOf(all));
        continue;
      }
      for (ParamSpec tensor : count.trained().specs()) {
        printer.printRecord(
            model, name, count.settings(), tensor.name(), shape(tensor, "x"), tensor.size());
      }
    }
    printer.flush();
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String shape(ParamSpec tensor, String separator) {
    return Arrays.stream(tensor.shape().getShape())
        .mapToObj(Long::toString)
        .collect(Collectors.joining(separator));
  }
}
