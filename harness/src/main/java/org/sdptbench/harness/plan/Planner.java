package org.sdptbench.harness.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sdptbench.harness.spec.AxisKey;
import org.sdptbench.harness.spec.AxisKey.OfSetting;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.RecipeValues;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.TaskNames;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.record.RunRecord;

/** Plans specs at one scale. Digests are asked for once each. */
public final class Planner {
  private final Vocabulary vocabulary;
  private final Scale scale;
  private final TaskNames tasks;
  private final MatrixExpander expander;
  private final Map<Ingredient, Optional<String>> digests = new HashMap<>();

  /** A spec with the points of its matrix and their settings. */
  private record Expanded(Spec spec, SpecSettings settings, List<Point> points) {}

  /**
   * A planner.
   *
   * @param vocabulary the names that the specs were checked against
   * @param scale the scale that the specs were checked against
   */
  public Planner(Vocabulary vocabulary, Scale scale) {
    this.vocabulary = vocabulary;
    this.scale = scale;
    this.tasks = new TaskNames(scale.tasks(), vocabulary.datasets());
    this.expander = new MatrixExpander(tasks, this::concerns);
  }

  /**
   * Plans specs.
   *
   * @throws InvalidInputException with all points whose settings do not fit the model
   * @throws IOException if data or weights are there and cannot be read
   */
  public Plan plan(List<Spec> specs) throws IOException, InvalidInputException {
    List<Expanded> matrices = specs.stream().map(this::expanded).toList();
    checkFit(matrices);
    List<Plan.Experiment> experiments = new ArrayList<>();
    List<Map<String, Cell>> waves = new ArrayList<>();
    for (Expanded matrix : matrices) {
      Spec spec = matrix.spec();
      Set<Plan.Entry> entries = new LinkedHashSet<>();
      Map<Long, Integer> waveOfSeed = new HashMap<>();
      spec.seeds().forEach(seed -> waveOfSeed.put(seed, waveOfSeed.size()));
      for (Point point : matrix.points()) {
        Cell cell = cell(matrix, point);
        String id = cell.id();
        int wave = info(point.method()).trains() ? wave(waveOfSeed, point.seed()) : 0;
        if (!entries.add(new Plan.Entry(id, cell.method().label()))) {
          continue; // a method without training, asked for with several seeds
        }
        while (waves.size() <= wave) {
          waves.add(new LinkedHashMap<>());
        }
        waves.get(wave).putIfAbsent(id, cell);
      }
      if (!entries.isEmpty()) { // else the command line asked for none of its methods or tasks
        experiments.add(new Plan.Experiment(spec, withoutEqualRows(entries)));
      }
    }
    Map<String, Cell> cells = new LinkedHashMap<>();
    waves.forEach(wave -> wave.forEach(cells::putIfAbsent));
    return new Plan(scale, experiments, cells, missing(cells.values()));
  }

  /** The entries without rows that have the very cells of an earlier one. */
  private static List<Plan.Entry> withoutEqualRows(Collection<Plan.Entry> entries) {
    Map<String, Set<String>> rows = new LinkedHashMap<>();
    entries.forEach(e -> rows.computeIfAbsent(e.label(), k -> new HashSet<>()).add(e.cell()));
    Set<Set<String>> seen = new HashSet<>();
    rows.values().removeIf(cells -> !seen.add(cells));
    return entries.stream().filter(entry -> rows.containsKey(entry.label())).toList();
  }

  /** Labels of the rows of a spec, in the order of its matrix; no data is looked at. */
  public List<String> rows(Spec spec) {
    return expanded(spec).points().stream().map(Point::label).distinct().toList();
  }

  /** Names of the data sets that a spec trains on, in the order of its matrix. */
  public List<String> datasets(Spec spec) {
    return expanded(spec).points().stream().map(Point::dataset).distinct().toList();
  }

  private void checkFit(List<Expanded> matrices) throws InvalidInputException {
    Problems problems = new Problems();
    FitCheck fit = new FitCheck(problems);
    for (Expanded matrix : matrices) {
      String model = scale.model(matrix.spec().model());
      Set<SpecSettings.Setup> checked = new HashSet<>();
      for (Point point : matrix.points()) {
        if (!checked.add(new SpecSettings.Setup(point))) {
          continue; // differs from another in shots or seed only
        }
        checkClasses(matrix, point, problems);
        checkRecipe(matrix, point, problems);
        Map<String, Object> settings = matrix.settings().of(point).method().settings();
        fit.check(matrix.spec(), point, info(point.method()), model, settings);
        RunRecord.Base base = matrix.settings().of(point).base();
        if (base != null && !base.continued()) {
          RunRecord.Method method = base.method();
          fit.check(matrix.spec(), point, info(method.name()), model, method.settings());
        }
      }
    }
    problems.throwIfAny();
  }

  /** Settings of a recipe that are right by themselves and not together. */
  private static void checkRecipe(Expanded matrix, Point point, Problems problems) {
    try {
      Recipe.of(matrix.settings().of(point).recipe());
      RunRecord.Base base = matrix.settings().of(point).base();
      if (base != null) {
        Recipe.of(base.recipe());
      }
    } catch (IllegalArgumentException e) {
      problems.add(
          Problem.of(
              Location.argument("spec " + matrix.spec().name()),
              "%s: %s".formatted(point.label(), e.getMessage())));
    }
  }

  private void checkClasses(Expanded matrix, Point point, Problems problems) {
    Spec spec = matrix.spec();
    if (!new RecipeValues(matrix.settings().of(point).recipe()).splitsClasses()) {
      return;
    }
    Set<String> tested = new LinkedHashSet<>(List.of(point.dataset()));
    point.method().base().ifPresent(base -> tested.addAll(tasks.resolve(base.task())));
    spec.alsoTestedOn().forEach(task -> tested.addAll(tasks.resolve(task)));
    for (String dataset : tested) {
      List<String> classes = vocabulary.datasets().classes(dataset);
      if (classes.size() == 1) {
        problems.add(
            Problem.of(
                Location.argument("spec " + spec.name()),
                "%s has 1 class, %s; recipe.classes = base needs at least 2"
                    .formatted(dataset, classes.get(0))));
      }
    }
  }

  private static int wave(Map<Long, Integer> waveOfSeed, long seed) {
    Integer known = waveOfSeed.putIfAbsent(seed, waveOfSeed.size());
    return known == null ? waveOfSeed.size() - 1 : known;
  }

  /** A spec with the points that remain after exclude, and those of include. */
  private Expanded expanded(Spec spec) {
    SpecSettings settings = new SpecSettings(spec, scale, vocabulary, tasks);
    Set<Point> points = new LinkedHashSet<>();
    for (Point point : expander.expand(spec)) {
      if (spec.matrix().exclude().stream().noneMatch(part -> agrees(settings, point, part))) {
        points.add(point);
      }
    }
    for (Map<AxisKey, Object> entry : spec.matrix().include()) {
      points.addAll(expander.include(spec, entry));
    }
    return new Expanded(spec, settings, List.copyOf(points));
  }

  private boolean agrees(SpecSettings settings, Point point, Map<AxisKey, Object> partial) {
    return partial.entrySet().stream()
        .allMatch(e -> agrees(settings, point, e.getKey(), e.getValue()));
  }

  private boolean agrees(SpecSettings settings, Point point, AxisKey key, Object value) {
    if (key instanceof AxisKey.Common common) {
      return switch (common) {
        case METHOD -> point.method().isCalled(value.toString());
        case TASK -> tasks.resolve(value.toString()).contains(point.dataset());
        case SHOTS -> value.equals(point.shots());
        case SEED -> value.equals(point.seed());
      };
    }
    OfSetting of = (OfSetting) key;
    SpecSettings.Resolved resolved = settings.of(point);
    return of.isOfRecipe()
        ? value.equals(resolved.recipe().get(of.name()))
        : concerns(point.method(), of) && value.equals(resolved.method().settings().get(of.name()));
  }

  /** Whether an axis of settings can change what a method does. */
  private boolean concerns(Spec.Method method, OfSetting key) {
    return key.isOfRecipe()
        ? info(method).trains() || vocabulary.recipe().evaluation().find(key.name()).isPresent()
        : key.owner().equals(method.name());
  }

  private MethodInfo info(Spec.Method method) {
    return info(method.name());
  }

  private MethodInfo info(String method) {
    return vocabulary.methods().find(method).orElseThrow();
  }

  private Cell cell(Expanded matrix, Point point) throws IOException {
    Spec spec = matrix.spec();
    SpecSettings.Resolved resolved = matrix.settings().of(point);
    boolean trains = info(point.method()).trains();
    Cell unknown =
        new Cell(
            scale.model(spec.model()),
            resolved.method(),
            Cell.task(point.dataset(), trains ? Math.toIntExact(point.shots()) : 0),
            resolved.base(),
            spec.alsoTestedOn().stream()
                .flatMap(task -> tasks.resolve(task).stream())
                .distinct()
                .filter(dataset -> !dataset.equals(point.dataset()))
                .map(dataset -> Cell.task(dataset, 0))
                .toList(),
            resolved.recipe(),
            trains ? point.seed() : 0,
            new TreeMap<>(),
            Cell.PROTOCOL);
    SortedMap<String, String> known = new TreeMap<>();
    for (Ingredient ingredient : unknown.ingredients()) {
      digest(ingredient).ifPresent(digest -> known.put(ingredient.key(), digest));
    }
    return unknown.with(known);
  }

  private Optional<String> digest(Ingredient ingredient) throws IOException {
    Optional<String> known = digests.get(ingredient);
    if (known == null) {
      String name = ingredient.name();
      known =
          switch (ingredient.kind()) {
            case DATA -> vocabulary.datasets().digest(name);
            case TEST -> vocabulary.datasets().testDigest(name);
            case METHOD -> vocabulary.methods().digest(name);
            case WEIGHTS -> vocabulary.models().digest(name);
          };
      digests.put(ingredient, known);
    }
    return known;
  }

  /** What is missing; of a data set that is trained on here and only tested there, once. */
  private List<Ingredient> missing(Collection<Cell> cells) {
    Set<Ingredient> missing =
        cells.stream()
            .flatMap(cell -> cell.ingredients().stream())
            .filter(ingredient -> ingredient.kind() != Ingredient.Kind.METHOD)
            .filter(ingredient -> digests.getOrDefault(ingredient, Optional.empty()).isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return missing.stream()
        .filter(
            ingredient ->
                ingredient.kind() != Ingredient.Kind.TEST
                    || !missing.contains(Ingredient.data(ingredient.name())))
        .toList();
  }
}
