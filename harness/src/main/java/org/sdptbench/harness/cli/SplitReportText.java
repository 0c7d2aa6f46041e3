package org.sdptbench.harness.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sdptbench.harness.data.DatasetProblem;
import org.sdptbench.harness.data.check.FoundSplit;
import org.sdptbench.harness.data.check.SplitReport;

/** What was found in a split, as lines for people. */
final class SplitReportText {
  private static final int NAMES = 20;
  private static final int ALIKE = 3;

  private SplitReportText() {}

  /**
   * The lines of a report.
   *
   * @param root folder of the data set, from which paths are shown
   */
  static List<String> of(Path root, SplitReport report) {
    List<String> lines = new ArrayList<>();
    SplitReport.Counts counts = report.counts();
    lines.add(
        "  %s: %s, %s of %s (%s, images in %s)"
            .formatted(
                report.split().name(),
                count(counts.images(), "image"),
                count(counts.objects(), "object"),
                count(report.classes().size(), "class"),
                shown(root, report.split().annotations()),
                shown(root, report.images())));
    addIf(
        lines,
        counts.crowds(),
        "%s %s: left out of training, ignored in the evaluation"
            .formatted(
                count(counts.crowds(), "object is", "objects are"),
                report.split() instanceof FoundSplit.Voc ? "difficult" : "a crowd"));
    addIf(lines, counts.bare(), count(counts.bare(), "image shows", "images show") + " no object");
    addIf(
        lines,
        report.unused().size(),
        "%s no object: %s"
            .formatted(
                count(report.unused().size(), "class has", "classes have"),
                shortened(report.unused())));
    addIf(
        lines,
        counts.repeated(),
        "%s the file of another image"
            .formatted(count(counts.repeated(), "image has", "images have")));
    addIf(
        lines,
        counts.clipped(),
        "%s beyond the image: clipped for training, evaluated as annotated"
            .formatted(count(counts.clipped(), "box reaches", "boxes reach")));
    addIf(
        lines,
        counts.dropped(),
        "%s a pixel or less of the image: left out of training"
            .formatted(count(counts.dropped(), "box covers", "boxes cover")));
    addImages(lines, report);
    lines.addAll(problems(root, report.problems(), report.problemCount()));
    return lines;
  }

  /**
   * What is wrong: some of each kind, so that many of one do not hide the others.
   *
   * @param root folder of the data set, from which paths are shown
   * @param problems the first problems
   * @param count how many there are in all
   */
  static List<String> problems(Path root, List<DatasetProblem> problems, int count) {
    List<String> lines = new ArrayList<>();
    if (count == 0) {
      return lines;
    }
    lines.add("    " + count(count, "problem") + ":");
    Map<String, List<DatasetProblem>> kinds = new LinkedHashMap<>();
    for (DatasetProblem problem : problems) {
      kinds.computeIfAbsent(kind(problem), kind -> new ArrayList<>()).add(problem);
    }
    for (List<DatasetProblem> alike : kinds.values()) {
      alike.stream()
          .limit(alike.size() == ALIKE + 1 ? ALIKE + 1 : ALIKE)
          .forEach(problem -> lines.add("      " + line(root, problem)));
      if (alike.size() > ALIKE + 1) {
        lines.add("      and %s more like these".formatted(alike.size() - ALIKE));
      }
    }
    if (count > problems.size()) {
      lines.add("      and %s more that are not shown".formatted(count - problems.size()));
    }
    return lines;
  }

  /** What problems have in common that differ in numbers and names only. */
  private static String kind(DatasetProblem problem) {
    return (problem.place() + "|" + problem.allowed()).replaceAll("[0-9]+|'[^']*'", "#");
  }

  private static String line(Path root, DatasetProblem problem) {
    return "%s%s: found %s; allowed: %s"
        .formatted(
            shown(root, problem.file()),
            problem.place().isEmpty() ? "" : ", " + problem.place(),
            problem.found(),
            problem.allowed());
  }

  private static void addImages(List<String> lines, SplitReport report) {
    SplitReport.Opened opened = report.opened();
    if (!opened.samples().isEmpty()) {
      lines.add(
          "    images opened: "
              + opened.samples().entrySet().stream()
                  .map(kind -> "%s %s".formatted(kind.getValue(), kind.getKey().title()))
                  .collect(Collectors.joining(", ")));
    }
    addIf(
        lines,
        opened.turned(),
        "%s an EXIF orientation, which is ignored, as in GLIP: boxes belong to the pixels as stored"
            .formatted(count(opened.turned(), "image has", "images have")));
    addIf(lines, opened.missing(), count(opened.missing(), "image") + " missing");
    addIf(
        lines,
        opened.wrong(),
        count(opened.wrong(), "image") + " unreadable, or of another size than annotated");
  }

  private static void addIf(List<String> lines, int count, String line) {
    if (count > 0) {
      lines.add("    " + line);
    }
  }

  /** {@code 1 image}, {@code 2 images}. */
  static String count(int count, String one) {
    return count(count, one, one.endsWith("s") ? one + "es" : one + "s");
  }

  private static String count(int count, String one, String many) {
    return "%s %s".formatted(count, count == 1 ? one : many);
  }

  private static String shortened(List<String> names) {
    String list = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
    return names.size() > NAMES ? "%s and %s more".formatted(list, names.size() - NAMES) : list;
  }

  private static String shown(Path root, Path file) {
    Path from = root.toAbsolutePath().normalize();
    Path to = file.toAbsolutePath().normalize();
    if (to.equals(from)) {
      return "the folder itself";
    }
    return (to.startsWith(from) ? from.relativize(to) : to).toString();
  }
}
