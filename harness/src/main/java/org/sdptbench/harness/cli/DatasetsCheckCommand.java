package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.data.DatasetProblem;
import org.sdptbench.harness.data.check.DatasetCheck;
import org.sdptbench.harness.data.check.DatasetLayouts;
import org.sdptbench.harness.data.check.FoundDataset;
import org.sdptbench.harness.data.check.FoundSplit;
import org.sdptbench.harness.data.check.SplitReport;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdptbench datasets check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Reads all of a folder in the layout of COCO, LVIS, ODinW or PASCAL VOC, and says what is in"
          + " it and what is wrong with it.",
      "Exit code 0: usable; 2: not."
    })
final class DatasetsCheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      paramLabel = "DIR",
      description = "A folder with data sets in or below it, or an annotation file in COCO's form.")
  private Path place = Path.of("");

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Where the images of an annotation file lie (default: beside it); not for a folder.")
  private @Nullable Path images;

  @Option(names = "--no-images", description = "Look for images without opening them.")
  private boolean closed;

  @Override
  public Integer call() throws IOException, InvalidInputException {
    PrintWriter out = spec.commandLine().getOut();
    DatasetCheck check = new DatasetCheck(!closed, new CountProgress(out, System::nanoTime));
    int problems = 0;
    for (FoundDataset dataset : find(place, Optional.ofNullable(images))) {
      out.printf("%s (%s)%n", dataset.folder(), dataset.layout());
      List<SplitReport> reports = new ArrayList<>();
      for (FoundSplit split : dataset.splits()) {
        SplitReport report = check.of(split);
        reports.add(report);
        SplitReportText.of(dataset.folder(), report).forEach(out::println);
        out.flush();
        problems += report.problemCount();
      }
      List<DatasetProblem> together = DatasetCheck.together(reports);
      SplitReportText.problems(dataset.folder(), together, together.size()).forEach(out::println);
      problems += together.size();
    }
    out.println(
        problems == 0
            ? "Usable."
            : "Not usable: %s to mend.".formatted(SplitReportText.count(problems, "problem")));
    out.flush();
    return problems == 0 ? ExitCode.OK : ExitCode.USER_ERROR;
  }

  /** A folder's layout says where its images lie. */
  private static void checkImages(Path place, Path images) throws InvalidInputException {
    Location where = Location.argument("--images " + images);
    Problems problems = new Problems();
    if (Files.isDirectory(place)) {
      problems.add(
          Problem.of(
              where,
              "%s is a folder, whose layout says where images lie".formatted(place),
              "an annotation file as DIR, or no --images"));
    }
    if (!Files.isDirectory(images)) {
      problems.add(
          Problem.of(where, Files.exists(images) ? "a file" : "no such folder", "a folder"));
    }
    problems.throwIfAny();
  }

  /**
   * The data sets of a place.
   *
   * @throws InvalidInputException if there are none
   */
  static List<FoundDataset> find(Path place, Optional<Path> images)
      throws IOException, InvalidInputException {
    Location where = Location.argument(place.toString());
    if (!Files.exists(place)) {
      throw new InvalidInputException(Problem.of(where, "no such file or folder"));
    }
    if (images.isPresent()) {
      checkImages(place, images.get());
    }
    List<FoundDataset> found = DatasetLayouts.find(place, images);
    if (found.isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              where,
              "no data set in or below it",
              "a folder with annotations/instances_SPLIT.json (COCO),"
                  + " SPLIT/_annotations.coco.json (annotation tools),"
                  + " SPLIT/annotations_without_background.json (ODinW), lvis_*.json (LVIS),"
                  + " Annotations and JPEGImages (PASCAL VOC), or a single .json file; or such a"
                  + " file itself, with --images DIR"));
    }
    return found;
  }
}
