package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.sdptbench.harness.calibrate.Calibration;
import org.sdptbench.harness.launch.MeasuringProcess;
import org.sdptbench.harness.launch.WorkerCommand;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Worker;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Speed;
import org.sdptbench.harness.spec.Vocabulary;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code sdptbench calibrate}. Checks everything and starts itself once more with a worker's flags
 * and environment, which are part of what is measured.
 */
@Command(
    name = CalibrateCommand.NAME,
    description = {
      "Measures what steps and tests of each method cost on this machine, for later plans.",
      "Needs neither weights nor data. Let nothing else run meanwhile."
    })
final class CalibrateCommand implements Callable<Integer> {
  static final String NAME = "calibrate";

  private static final String HERE = "--here";
  private static final String HEAP = "1g";

  private final Engine engine;
  private final Class<?> main;
  @Mixin private SpecOptions specs = new SpecOptions();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..*",
      paramLabel = "SPEC",
      description = "Specs whose methods are measured (default: comparison).")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--time",
      paramLabel = "TIME",
      defaultValue = "20s",
      converter = Durations.class,
      description =
          "Time for the steps of a method, and once more for its tests; two of each are done in any"
              + " case (default: 20s).")
  private Duration time = Duration.ofSeconds(20);

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      defaultValue = "auto",
      description = "cpu, cuda, cuda:N or auto (default: auto).")
  private String device = "auto";

  @Option(names = HERE, hidden = true, description = "Measures in this process.")
  private boolean here;

  CalibrateCommand(Engine engine, Class<?> main) {
    this.engine = engine;
    this.main = main;
  }

  @Override
  public Integer call() throws Exception {
    Vocabulary vocabulary = engine.vocabulary(specs.data());
    Scale scale = specs.scale(vocabulary);
    Path file =
        scale
            .calibration()
            .orElseThrow(
                () ->
                    new InvalidInputException(
                        Problem.of(
                            Location.argument("--scale " + scale.name()),
                            "the scale names no file for it",
                            "a scale with the key calibration, as --scale paper; others learn from"
                                + " their own runs")));
    Problems problems = new Problems();
    Checks.writable("the file of the scale", file.toAbsolutePath().resolveSibling(""), problems);
    problems.throwIfAny();
    Plan plan = specs.plan(names.isEmpty() ? List.of("comparison") : names, vocabulary, scale);
    Collection<Cell> cells = methods(plan).values();
    String chosen = chosen();
    if (here) {
      Worker.endWith(System.in);
      return measure(cells, chosen, file);
    }
    spec.commandLine()
        .getOut()
        .printf(
            "%s methods on %s, some seconds to minutes each; to %s%n", cells.size(), chosen, file);
    spec.commandLine().getOut().flush();
    List<String> arguments = new ArrayList<>(List.of(NAME, HERE));
    List<String> given = spec.commandLine().getParseResult().originalArgs();
    arguments.addAll(given.subList(given.indexOf(NAME) + 1, given.size()));
    return new MeasuringProcess(new WorkerCommand(main.getName(), HEAP, arguments, List.of(chosen)))
        .run();
  }

  /** The first of the devices that a run would take. */
  private String chosen() throws InvalidInputException {
    if (!device.matches(LaunchOptionsMixin.DEVICE)) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--device"),
              "found '" + device + "'",
              "cpu, cuda, cuda:N or auto"));
    }
    return LaunchOptionsMixin.devices("--device " + device, device).names().get(0);
  }

  /** A cell for each method as it is set up, in the order of the specs. */
  private static Map<List<Object>, Cell> methods(Plan plan) {
    Map<List<Object>, Cell> methods = new LinkedHashMap<>();
    for (Plan.Experiment experiment : plan.experiments()) {
      for (Plan.Entry entry : experiment.entries()) {
        Cell cell = plan.byId().get(entry.cell());
        if (cell != null) {
          methods.putIfAbsent(
              List.of(cell.model(), cell.method().name(), cell.method().settings()), cell);
        }
      }
    }
    return methods;
  }

  private int measure(Collection<Cell> cells, String chosen, Path file) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%-30s %16s %16s%n", "", "s/training image", "s/test image");
    List<Speed> measured = new ArrayList<>();
    List<String> labels = cells.stream().map(cell -> cell.method().label()).toList();
    String where =
        "%s; %s"
            .formatted(
                chosen,
                Environment.provenance(
                        Environment.Code.UNKNOWN, new TreeMap<>(), Environment.tensorThreads())
                    .machine());
    engine.measure(
        List.copyOf(cells),
        time,
        speed -> {
          out.printf(
              "%-30s %16s %16s%n",
              labels.get(measured.size()),
              seconds(speed.secondsPerImage()),
              seconds(speed.secondsPerTestImage()));
          out.flush();
          measured.add(speed);
          new Calibration(where, measured).write(file); // so that an end loses nothing
        });
    return ExitCode.OK;
  }

  private static String seconds(double seconds) {
    return seconds == 0 ? "" : String.format(Locale.ROOT, "%.3g", seconds);
  }
}
