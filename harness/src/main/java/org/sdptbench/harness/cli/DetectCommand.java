package org.sdptbench.harness.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.detect.ImageAnswer;
import org.sdptbench.harness.detect.ImageQuestion;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.reports.picture.RegionPainter;
import org.sdptbench.reports.record.Picture.Region;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdptbench detect}. */
@Command(
    name = "detect",
    description = {
      "Finds what a caption names in an image, and draws it.",
      "The caption is GLIP's: phrases with '. ' between them. Boxes are in pixels of the image."
    })
final class DetectCommand implements Callable<Integer> {
  private static final int MIN_SIDE = 32;
  private static final int MAX_SIDE = 4096;

  private final Engine engine;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "IMAGE", description = "A PNG or JPEG file.")
  private Path image = Path.of("");

  @Option(
      names = "--prompt",
      required = true,
      paramLabel = "TEXT",
      description = "What to look for, e.g. \"fish. shark. jellyfish\".")
  private String prompt = "";

  @Option(
      names = "--adapter",
      paramLabel = "DIR",
      description = "A trained adapter, e.g. runs/ab/abcd....adapter.")
  private @Nullable Path adapter;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = {
        "glip-mini, glip-t, glip-l, glip-t-a, glip-t-b or glip-t-c",
        "(default: the adapter's, or glip-mini)."
      })
  private @Nullable String model;

  @Option(
      names = "--score",
      paramLabel = "NUMBER",
      defaultValue = "0.3",
      description = "Least score, from 0 to 1 (default: 0.3).")
  private double score = 0.3;

  @Option(
      names = "--out",
      paramLabel = "PNG",
      description = {
        "File for the picture (default: IMAGE's name with -detected.png, in this folder;",
        "with --json none)."
      })
  private @Nullable Path out;

  @Option(names = "--json", description = "JSON instead of a table, numbers unrounded.")
  private boolean json;

  @Option(
      names = "--shorter-side",
      paramLabel = "PIXELS",
      description = {
        "Size of the image's shorter side at the input (default: 128 for glip-mini, else 800).",
        "For an adapter best what it was trained with."
      })
  private @Nullable Integer shorterSide;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder that holds weights/ of all models but glip-mini.")
  private @Nullable Path data;

  DetectCommand(Engine engine) {
    this.engine = engine;
  }

  @Override
  public Integer call() throws Exception {
    List<String> phrases = phrases(prompt);
    Optional<Path> picture = picture();
    check(phrases, picture);
    ImageAnswer answer =
        engine.detect(
            new ImageQuestion(
                image,
                phrases,
                Optional.ofNullable(model),
                Optional.ofNullable(adapter),
                Optional.ofNullable(data),
                Optional.ofNullable(shorterSide)));
    List<Region> sure = answer.found().stream().filter(this::isSure).toList();
    if (picture.isPresent()) {
      draw(answer, sure, picture.get());
    }
    PrintWriter writer = spec.commandLine().getOut();
    if (json) {
      writer.println(json(answer, phrases, sure, picture));
    } else {
      writeTable(answer, sure, picture, writer);
    }
    writer.flush();
    return ExitCode.OK;
  }

  private boolean isSure(Region region) {
    Double confidence = region.score();
    return confidence != null && confidence >= score;
  }

  /** The phrases of a caption; a period may end it too, and what is said twice counts once. */
  static List<String> phrases(String caption) {
    return Arrays.stream(caption.strip().split("\\.(\\s+|$)"))
        .map(String::strip)
        .filter(phrase -> !phrase.isEmpty())
        .distinct()
        .toList();
  }

  private Optional<Path> picture() {
    if (out == null && !json) {
      String name = String.valueOf(image.getFileName());
      return Optional.of(Path.of(name.replaceFirst("\\.[^.]*$", "") + "-detected.png"));
    }
    return Optional.ofNullable(out);
  }

  private void check(List<String> phrases, Optional<Path> picture) throws InvalidInputException {
    Problems problems = new Problems();
    if (phrases.isEmpty()) {
      problems.add(
          Problem.of(
              Location.argument("--prompt"),
              "found no phrase in '%s'".formatted(prompt),
              "phrases with '. ' between them, e.g. \"fish. shark\""));
    }
    if (!(score >= 0 && score <= 1)) {
      problems.add(
          Problem.of(Location.argument("--score"), "found " + score, "a number from 0 to 1"));
    }
    Checks.range("--shorter-side", shorterSide, MIN_SIDE, MAX_SIDE, problems);
    picture.flatMap(this::problemOf).ifPresent(problems::add);
    if (data != null && !Files.isDirectory(data)) {
      problems.add(Problem.of(Location.argument("--data " + data), "no such folder"));
    }
    problems.throwIfAny();
  }

  /** What is wrong with the file for the picture, before anything is computed. */
  private Optional<Problem> problemOf(Path picture) {
    Location where = Location.argument("--out " + picture);
    Path folder = picture.toAbsolutePath().getParent();
    if (!picture.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
      return Optional.of(Problem.of(where, "not a PNG by its name", "a name that ends in .png"));
    } else if (folder == null || !Files.isDirectory(folder)) {
      return Optional.of(Problem.of(where, folder + ": no such folder", "an existing folder"));
    } else if (Files.isDirectory(picture)) {
      return Optional.of(Problem.of(where, "a folder", "a file"));
    } else if (isTheImage(picture)) {
      return Optional.of(Problem.of(where, "the image itself", "another file"));
    }
    return Optional.empty();
  }

  private boolean isTheImage(Path picture) {
    try {
      return Files.exists(picture) && Files.isSameFile(picture, image);
    } catch (IOException e) {
      return false; // no such image, which is told when it is read
    }
  }

  private static void draw(ImageAnswer answer, List<Region> sure, Path picture) throws IOException {
    // Through a file beside it, so that a full disk leaves no half of a picture.
    Path folder = picture.toAbsolutePath().getParent();
    Path temporary = Files.createTempFile(folder, ".detected", ".png");
    try {
      if (!ImageIO.write(
          RegionPainter.annotated(answer.image(), sure), "png", temporary.toFile())) {
        throw new IllegalStateException("every Java platform writes PNG");
      }
      Files.move(temporary, picture, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private void writeTable(
      ImageAnswer answer, List<Region> sure, Optional<Path> picture, PrintWriter writer) {
    writer.printf(
        "%s  %s x %s pixels, %s%n",
        image,
        answer.image().getWidth(),
        answer.image().getHeight(),
        String.join(
            " + ", Stream.concat(Stream.of(answer.model()), answer.methods().stream()).toList()));
    if (!sure.isEmpty()) {
      int width = sure.stream().mapToInt(region -> region.label().length()).max().orElse(0);
      String label = "%-" + Math.max(width, "phrase".length()) + "s";
      writer.printf(
          label + "  %5s  %8s  %8s  %8s  %8s%n", "phrase", "score", "x", "y", "width", "height");
      for (Region region : sure) {
        writer.printf(
            Locale.ROOT,
            label + "  %5.2f  %8.1f  %8.1f  %8.1f  %8.1f%n",
            region.label(),
            region.score(),
            region.x(),
            region.y(),
            region.width(),
            region.height());
      }
    }
    writer.printf(
        "%s found with a score of at least %s%s%n",
        sure.size(), score, picture.map(": see %s"::formatted).orElse(""));
  }

  private String json(
      ImageAnswer answer, List<String> phrases, List<Region> sure, Optional<Path> picture)
      throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root =
        mapper
            .createObjectNode()
            .put("image", image.toString())
            .put("width", answer.image().getWidth())
            .put("height", answer.image().getHeight())
            .put("model", answer.model());
    ArrayNode methods = root.putArray("adapters");
    answer.methods().forEach(methods::add);
    ArrayNode asked = root.putArray("phrases");
    phrases.forEach(asked::add);
    root.put("leastScore", score);
    picture.ifPresent(file -> root.put("picture", file.toString()));
    ArrayNode detections = root.putArray("detections");
    for (Region region : sure) {
      ObjectNode detection =
          detections.addObject().put("phrase", region.label()).put("score", region.score());
      detection
          .putObject("box")
          .put("x", region.x())
          .put("y", region.y())
          .put("width", region.width())
          .put("height", region.height());
    }
    return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }
}
