package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.data.DatasetProblem;
import org.sdptbench.harness.data.check.DatasetCheck;
import org.sdptbench.harness.data.check.DatasetLayouts;
import org.sdptbench.harness.data.check.FoundDataset;
import org.sdptbench.harness.data.check.FoundSplit;
import org.sdptbench.harness.data.check.SplitReport;
import org.sdptbench.harness.data.check.SplitRole;
import org.sdptbench.harness.data.coco.SplitFiles;
import org.sdptbench.harness.data.coco.TaskFiles;
import org.sdptbench.harness.data.own.OwnFamily;
import org.sdptbench.harness.data.own.OwnTaskFile;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdptbench datasets add}. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Makes a folder with annotations in COCO's form the task own/NAME, once it is checked.",
      "Nothing is copied: DATA/own/NAME.yaml says where annotations and images lie."
    })
final class DatasetsAddCommand implements Callable<Integer> {
  private static final String NAMES = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";
  private static final String SPLIT =
      "a split that check shows, or an annotation file with its images beside it";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "NAME", description = "Name of the task, after own/.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "DIR", description = "The folder; see check.")
  private Path place = Path.of("");

  @Option(
      names = "--data",
      paramLabel = "DATA",
      required = true,
      description = "Folder with real data, as other commands take it.")
  private Path data = Path.of("");

  @Option(
      names = "--train",
      paramLabel = "SPLIT",
      description = "What is trained on: " + SPLIT + " (default: by its name).")
  private @Nullable String train;

  @Option(
      names = "--valid",
      paramLabel = "SPLIT",
      description = "What is validated on (default: by its name).")
  private @Nullable String valid;

  @Option(
      names = "--test",
      paramLabel = "SPLIT",
      description = "What is tested on (default: by its name, or what is validated on).")
  private @Nullable String test;

  @Option(names = "--no-images", description = "Look for images without opening them.")
  private boolean closed;

  /** The splits of the task; what is validated on may be tested on too. */
  private record Chosen(FoundSplit training, FoundSplit validation, FoundSplit testing) {
    boolean testsOnValidation() {
      return testing.equals(validation);
    }
  }

  @Override
  public Integer call() throws IOException, InvalidInputException {
    PrintWriter out = spec.commandLine().getOut();
    OwnTaskFile file = file();
    FoundDataset dataset = dataset();
    Chosen chosen = choose(dataset);
    Map<FoundSplit, SplitReport> reports = new LinkedHashMap<>();
    int problems = check(dataset, chosen, reports, out);
    if (problems > 0) {
      out.printf("Not added: %s to mend.%n", SplitReportText.count(problems, "problem"));
      out.flush();
      return ExitCode.USER_ERROR;
    }
    TaskFiles task = task(chosen, reports);
    task.open(); // its splits have to fit together
    file.write(task);
    if (chosen.testsOnValidation()) {
      out.println("No test split: it is tested on what it is validated on.");
    }
    out.printf(
        "Added: %s says where own/%s lies. To try it:%n"
            + "  ./sdptbench run comparison --quick --set task=own/%s --data %s%n",
        file.file(), name, name, data);
    out.flush();
    return ExitCode.OK;
  }

  private Chosen choose(FoundDataset dataset) throws IOException, InvalidInputException {
    FoundSplit training = split(dataset, "--train", Optional.ofNullable(train), SplitRole.TRAIN);
    FoundSplit validation = split(dataset, "--valid", Optional.ofNullable(valid), SplitRole.VALID);
    boolean lacksTest =
        test == null
            && dataset.splits().stream()
                .noneMatch(split -> SplitRole.of(split.name()) == SplitRole.TEST);
    FoundSplit testing =
        lacksTest
            ? validation
            : split(dataset, "--test", Optional.ofNullable(test), SplitRole.TEST);
    return new Chosen(training, validation, testing);
  }

  /** Reads all splits, each once, and says what is in them; returns the number of problems. */
  private int check(
      FoundDataset dataset, Chosen chosen, Map<FoundSplit, SplitReport> reports, PrintWriter out)
      throws IOException {
    DatasetCheck check = new DatasetCheck(!closed, new CountProgress(out, System::nanoTime));
    out.printf("%s (%s)%n", dataset.folder(), dataset.layout());
    for (FoundSplit split : List.of(chosen.training, chosen.validation, chosen.testing)) {
      if (!reports.containsKey(split)) {
        SplitReport report = check.of(split);
        reports.put(split, report);
        SplitReportText.of(dataset.folder(), report).forEach(out::println);
        out.flush();
      }
    }
    List<DatasetProblem> together = DatasetCheck.together(List.copyOf(reports.values()));
    SplitReportText.problems(dataset.folder(), together, together.size()).forEach(out::println);
    return together.size() + reports.values().stream().mapToInt(SplitReport::problemCount).sum();
  }

  private TaskFiles task(Chosen chosen, Map<FoundSplit, SplitReport> reports) {
    SplitFiles validated = files(reports, chosen.validation, "valid");
    return new TaskFiles(
        files(reports, chosen.training, "train"),
        validated,
        chosen.testsOnValidation() ? validated : files(reports, chosen.testing, "test"));
  }

  private OwnTaskFile file() throws InvalidInputException {
    if (!name.matches(NAMES)) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument(name),
              "not a name of a task",
              "up to 64 letters, digits, - and _, a letter or digit first"));
    }
    Problems problems = new Problems();
    Checks.writable("--data", data, problems);
    problems.throwIfAny();
    OwnTaskFile file = OwnFamily.file(data, name);
    Path folder = file.file().resolveSibling(name);
    for (Path taken : List.of(file.file(), folder)) {
      if (Files.exists(taken)) {
        throw new InvalidInputException(
            Problem.of(
                Location.argument(name),
                taken + " is there already",
                "another name, or move it away first"));
      }
    }
    return file;
  }

  private FoundDataset dataset() throws IOException, InvalidInputException {
    List<FoundDataset> found = DatasetsCheckCommand.find(place, Optional.empty());
    if (found.size() > 1) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument(place.toString()),
              "%s data sets below it".formatted(found.size()),
              "one of "
                  + found.stream()
                      .limit(20)
                      .map(dataset -> dataset.folder().toString())
                      .collect(Collectors.joining(", "))));
    }
    return found.get(0);
  }

  /** The split that an option names, or else the first whose name is of a role. */
  private FoundSplit split(
      FoundDataset dataset, String option, Optional<String> wanted, SplitRole role)
      throws IOException, InvalidInputException {
    Optional<FoundSplit> found =
        dataset.splits().stream()
            .filter(
                split ->
                    wanted.isPresent()
                        ? split.name().equals(wanted.get())
                        : SplitRole.of(split.name()) == role)
            .findFirst();
    if (found.isEmpty() && wanted.isPresent()) {
      Path annotations = dataset.folder().resolve(wanted.get());
      if (Files.isRegularFile(annotations)) {
        found =
            DatasetLayouts.find(annotations, Optional.empty()).get(0).splits().stream().findFirst();
      }
    }
    List<String> names = dataset.splits().stream().map(FoundSplit::name).toList();
    FoundSplit split =
        found.orElseThrow(
            () ->
                new InvalidInputException(
                    wanted
                        .map(
                            text ->
                                Problem.unknown(Location.argument(option), "split", text, names))
                        .orElse(
                            Problem.of(
                                Location.argument(place.toString()),
                                "no split there has a name for it",
                                "%s SPLIT with one of %s".formatted(option, names)))));
    if (!(split instanceof FoundSplit.Coco)) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument(place.toString()),
              dataset.layout(),
              "annotations in COCO's form, to which annotation tools export"));
    }
    return split;
  }

  private SplitFiles files(Map<FoundSplit, SplitReport> reports, FoundSplit split, String role) {
    SplitReport report = Objects.requireNonNull(reports.get(split));
    return new SplitFiles("own/" + name + "/" + role, split.annotations(), report.images());
  }
}
