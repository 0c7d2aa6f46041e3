package org.sdptbench.harness.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.claim.ClaimsReader;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.plan.Planner;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.ScaleReader;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.SpecOverrides;
import org.sdptbench.harness.spec.SpecReader;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.PublishedValues;
import picocli.CommandLine.Option;

/** Options that say which cells there are: the scale, the data, and what changes in the specs. */
final class SpecOptions {
  /** Recipes for pre-training lie among the specs. */
  private static final String PRETRAINING = "pretrain-";

  @Option(
      names = "--scale",
      paramLabel = "NAME",
      defaultValue = "mini",
      description = "Scale: a name in experiments/scales or a YAML file (default: mini).")
  private String scaleName = "mini";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder with real data: odinw/, coco/, lvis/, voc/ in their own layouts, own/ with"
              + " yours.")
  private @Nullable Path data;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "Model in place of the scale's, e.g. glip-t-c.")
  private @Nullable String model;

  @Option(names = "--quick", description = "The small slice of each spec only.")
  private boolean quick;

  @Option(
      names = "--seeds",
      paramLabel = "SEEDS",
      description = "Seeds in place of the specs', e.g. 0..4 or 0,3,7.")
  private @Nullable String seeds;

  @Option(
      names = "--methods",
      paramLabel = "NAME",
      split = ",",
      description = "Only these methods of the specs, by name or label.")
  private List<String> methods = new ArrayList<>();

  @Option(
      names = "--tasks",
      paramLabel = "NAME",
      split = ",",
      description = "Only these tasks of the specs, by role, suite or data set.")
  private List<String> tasks = new ArrayList<>();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Sets an axis, e.g. sdpt.k=20, recipe.steps=50 or sdpt.k=5,10,20.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--experiments",
      paramLabel = "DIR",
      defaultValue = "${sys:sdptbench.home:-.}/experiments",
      description = "Folder of the specs (default: that of this copy of sdptbench).")
  private Path experiments = Path.of("experiments");

  /**
   * Folder with real data.
   *
   * @throws InvalidInputException if there is no such folder
   */
  Optional<Path> data() throws InvalidInputException {
    if (data != null && !Files.isDirectory(data)) {
      throw new InvalidInputException(
          Problem.of(Location.argument("--data " + data), "no such folder"));
    }
    return Optional.ofNullable(data);
  }

  /** The options that a process elsewhere needs to run cells that are planned already. */
  List<String> forCells() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--scale",
                scaleName,
                "--experiments",
                experiments.toAbsolutePath().normalize().toString()));
    if (data != null) {
      options.addAll(List.of("--data", data.toAbsolutePath().normalize().toString()));
    }
    return options;
  }

  /** What the command line changes, one line each, for people. */
  List<String> changes() {
    List<String> changes = new ArrayList<>();
    if (quick) {
      changes.add("quick: the small slice only");
    }
    if (model != null) {
      changes.add("model = " + model);
    }
    if (seeds != null) {
      changes.add("seeds = " + seeds);
    }
    if (!methods.isEmpty()) {
      changes.add("methods = " + String.join(", ", methods));
    }
    if (!tasks.isEmpty()) {
      changes.add("tasks = " + String.join(", ", tasks));
    }
    settings.forEach(s -> changes.add(s.replaceFirst("=", " = ")));
    return changes;
  }

  /** Whether nothing is left out of specs or changed in them but rates. */
  boolean isWhole() {
    return !quick
        && seeds == null
        && model == null
        && methods.isEmpty()
        && tasks.isEmpty()
        && settings.stream()
            .map(setting -> setting.replaceFirst("^recipe\\.(\\w+)=.*$", "$1"))
            .allMatch(RecipeSettings::isRate);
  }

  /** Reads the scale. */
  Scale scale(Vocabulary vocabulary) throws IOException, InvalidInputException {
    Path file = find(experiments.resolve("scales"), scaleName, "scale");
    Scale scale = new ScaleReader(vocabulary).read(file);
    if (model == null) {
      return scale;
    }
    if (!vocabulary.models().names().contains(model)) {
      throw new InvalidInputException(
          Problem.unknown(
              Location.argument("--model"), "model", model, vocabulary.models().names()));
    }
    return scale.withModel(model);
  }

  /**
   * Published values that compare with results at a scale.
   *
   * @throws IOException if the file is damaged; the message names all its mistakes
   */
  static List<PublishedValue> published(Scale scale) throws IOException {
    Optional<Path> file = scale.published();
    return file.isEmpty() ? List.of() : PublishedValues.read(file.get());
  }

  /**
   * Claims about the specs of a plan: those of the specs' folder.
   *
   * @throws InvalidInputException with all mistakes of the file
   */
  List<Claim> claims(Plan plan, Vocabulary vocabulary) throws IOException, InvalidInputException {
    List<String> names = plan.experiments().stream().map(e -> e.spec().name()).toList();
    return new ClaimsReader(experiments, vocabulary, plan.scale()).read(names);
  }

  /**
   * Reads specs, changed as the command line wants them.
   *
   * @param names names of specs or YAML files
   * @throws InvalidInputException with all mistakes of all specs and of the options
   */
  List<Spec> specs(List<String> names, Vocabulary vocabulary, Scale scale)
      throws IOException, InvalidInputException {
    Problems problems = new Problems();
    List<Path> files = new ArrayList<>();
    for (String name : names) {
      try {
        files.add(find(experiments, name, "spec"));
      } catch (InvalidInputException e) {
        e.problems().forEach(problems::add);
      }
    }
    problems.throwIfAny();
    SpecOverrides overrides =
        new SpecOverrides(quick, Optional.ofNullable(seeds), methods, tasks, settings);
    return overrides.apply(new SpecReader(vocabulary, scale).read(files), vocabulary, scale);
  }

  /**
   * Plans specs.
   *
   * @param names names of specs or YAML files; none: the scale's own list
   * @throws InvalidInputException with all mistakes of all specs and of the options
   */
  Plan plan(List<String> names, Vocabulary vocabulary, Scale scale)
      throws IOException, InvalidInputException {
    List<Spec> specs = specs(names.isEmpty() ? scale.experiments() : names, vocabulary, scale);
    Plan plan = new Planner(vocabulary, scale).plan(specs);
    if (plan.byId().isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument(
                  "spec " + String.join(", ", names.isEmpty() ? scale.experiments() : names)),
              changes().isEmpty()
                  ? "its matrix leaves no cell"
                  : "no cell is left by " + String.join("; ", changes()),
              "a plan of at least one cell"));
    }
    return plan;
  }

  private static Path find(Path folder, String name, String kind)
      throws IOException, InvalidInputException {
    if (name.endsWith(".yaml") || name.endsWith(".yml")) {
      return Path.of(name);
    }
    Path file = folder.resolve(name + ".yaml");
    if (name.matches("[A-Za-z0-9_-]+") && Files.isRegularFile(file)) {
      return file;
    }
    if (!Files.isDirectory(folder)) {
      throw new InvalidInputException(
          Problem.of(Location.argument(folder.toString()), "no such folder"));
    }
    throw new InvalidInputException(
        Problem.unknown(Location.argument(folder.toString()), kind, name, names(folder)));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.endsWith(".yaml") && !f.startsWith(PRETRAINING))
          .filter(f -> !f.equals(ClaimsReader.FILE))
          .map(f -> f.substring(0, f.length() - ".yaml".length()))
          .sorted()
          .toList();
    }
  }
}
