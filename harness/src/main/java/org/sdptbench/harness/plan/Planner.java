package org.sdptbench.harness.plan;

import java.io.IOException;
import java.util.ArrayList;
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
import org.sdptbench.harness.spec.AxisKey;
import org.sdptbench.harness.spec.AxisKey.OfSetting;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.SettingSet;
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
  private final Recipes recipes;
  private final Map<Ingredient, Optional<String>> digests = new HashMap<>();

  /** A spec with the points of its matrix. */
  private record Expanded(Spec spec, List<Point> points) {}

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
    this.recipes = new Recipes(scale, tasks, vocabulary.recipe());
  }

  /**
   * Plans specs.
   *
   * @throws InvalidInputException with all points whose settings do not fit the model
   * @throws IOException if data or weights are there and cannot be read
   */
  public Plan plan(List<Spec> specs) throws IOException, InvalidInputException {
    List<Expanded> matrices = specs.stream().map(s -> new Expanded(s, points(s))).toList();
    checkFit(matrices);
    List<Plan.Experiment> experiments = new ArrayList<>();
    List<Map<String, Cell>> waves = new ArrayList<>();
    Set<String> planned = new LinkedHashSet<>();
    for (Expanded matrix : matrices) {
      Spec spec = matrix.spec();
      List<Plan.Entry> entries = new ArrayList<>();
      Map<Long, Integer> waveOfSeed = new HashMap<>();
      spec.seeds().forEach(seed -> waveOfSeed.put(seed, waveOfSeed.size()));
      for (Point point : matrix.points()) {
        Cell cell = cell(spec, point);
        String id = cell.id();
        int wave = info(point.method()).trains() ? wave(waveOfSeed, point.seed()) : 0;
        Plan.Entry entry = new Plan.Entry(id, point.label());
        if (entries.contains(entry)) {
          continue; // a method without training, asked for with several seeds
        }
        entries.add(entry);
        while (waves.size() <= wave) {
          waves.add(new LinkedHashMap<>());
        }
        waves.get(wave).putIfAbsent(id, cell);
      }
      if (!entries.isEmpty()) { // else the command line asked for none of its methods or tasks
        experiments.add(new Plan.Experiment(spec, withoutEqualRows(entries)));
      }
    }
    List<Cell> cells = new ArrayList<>();
    for (Map<String, Cell> wave : waves) {
      wave.forEach(
          (id, cell) -> {
            if (planned.add(id)) {
              cells.add(cell);
            }
          });
    }
    return new Plan(scale, experiments, cells, missing(cells));
  }

  /** The entries without rows that have the very cells of an earlier one. */
  private static List<Plan.Entry> withoutEqualRows(List<Plan.Entry> entries) {
    Map<String, Set<String>> rows = new LinkedHashMap<>();
    entries.forEach(e -> rows.computeIfAbsent(e.label(), k -> new HashSet<>()).add(e.cell()));
    Set<Set<String>> seen = new HashSet<>();
    rows.values().removeIf(cells -> !seen.add(cells));
    return entries.stream().filter(entry -> rows.containsKey(entry.label())).toList();
  }

  /** Labels of the rows of a spec, in the order of its matrix; no data is looked at. */
  public List<String> rows(Spec spec) {
    return points(spec).stream().map(Point::label).distinct().toList();
  }

  /** Names of the data sets that a spec trains on, in the order of its matrix. */
  public List<String> datasets(Spec spec) {
    return points(spec).stream().map(Point::dataset).distinct().toList();
  }

  private void checkFit(List<Expanded> matrices) throws InvalidInputException {
    Problems problems = new Problems();
    FitCheck fit = new FitCheck(problems);
    for (Expanded matrix : matrices) {
      String model = scale.model(matrix.spec().model());
      for (Point point : matrix.points()) {
        checkClasses(matrix.spec(), point, problems);
        checkRecipe(matrix.spec(), point, problems);
        fit.check(matrix.spec(), point, info(point.method()), model, settings(point));
        if (point.method().base().orElse(null) instanceof Spec.Base.Frozen base) {
          MethodInfo info = info(base.method());
          fit.check(matrix.spec(), point, info, model, info.settings().resolve(settings(base)));
        }
      }
    }
    problems.throwIfAny();
  }

  /** Settings of a recipe that are right by themselves and not together. */
  private void checkRecipe(Spec spec, Point point, Problems problems) {
    try {
      Recipe.of(recipe(spec, point));
    } catch (IllegalArgumentException e) {
      problems.add(
          Problem.of(
              Location.argument("spec " + spec.name()),
              "%s: %s".formatted(point.label(), e.getMessage())));
    }
  }

  private void checkClasses(Spec spec, Point point, Problems problems) {
    if (!Recipe.splitsClasses(recipe(spec, point))) {
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

  /** The points that remain after exclude, and those of include. */
  private List<Point> points(Spec spec) {
    Set<Point> points = new LinkedHashSet<>();
    for (Point point : expander.expand(spec)) {
      if (spec.matrix().exclude().stream().noneMatch(partial -> agrees(spec, point, partial))) {
        points.add(point);
      }
    }
    for (Map<AxisKey, Object> entry : spec.matrix().include()) {
      points.addAll(expander.include(spec, entry));
    }
    return List.copyOf(points);
  }

  private boolean agrees(Spec spec, Point point, Map<AxisKey, Object> partial) {
    return partial.entrySet().stream().allMatch(e -> agrees(spec, point, e.getKey(), e.getValue()));
  }

  private boolean agrees(Spec spec, Point point, AxisKey key, Object value) {
    if (key instanceof AxisKey.Common common) {
      return switch (common) {
        case METHOD -> point.method().isCalled(value.toString());
        case TASK -> tasks.resolve(value.toString()).contains(point.dataset());
        case SHOTS -> value.equals(point.shots());
        case SEED -> value.equals(point.seed());
      };
    }
    OfSetting of = (OfSetting) key;
    return of.isOfRecipe()
        ? value.equals(recipe(spec, point).get(of.name()))
        : concerns(point.method(), of) && value.equals(settings(point).get(of.name()));
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

  private Cell cell(Spec spec, Point point) throws IOException {
    boolean trains = info(point.method()).trains();
    Cell unknown =
        new Cell(
            scale.model(spec.model()),
            new RunRecord.Method(point.method().name(), point.label(), settings(point)),
            Cell.task(point.dataset(), trains ? Math.toIntExact(point.shots()) : 0),
            point.method().base().map(base -> base(spec, point, base)).orElse(null),
            spec.alsoTestedOn().stream()
                .flatMap(task -> tasks.resolve(task).stream())
                .distinct()
                .filter(dataset -> !dataset.equals(point.dataset()))
                .map(dataset -> Cell.task(dataset, 0))
                .toList(),
            recipe(spec, point),
            trains ? point.seed() : 0,
            new TreeMap<>(),
            Cell.PROTOCOL);
    SortedMap<String, String> known = new TreeMap<>();
    for (Ingredient ingredient : unknown.ingredients()) {
      digest(ingredient).ifPresent(digest -> known.put(ingredient.key(), digest));
    }
    return unknown.with(known);
  }

  /** What a point trains first. */
  private RunRecord.Base base(Spec spec, Point point, Spec.Base base) {
    String dataset = tasks.resolve(base.task()).get(0);
    RunRecord.Method method;
    Map<String, Object> own;
    if (base instanceof Spec.Base.Frozen frozen) {
      SettingSet settings = info(frozen.method()).settings();
      method =
          new RunRecord.Method(frozen.method(), frozen.title(), settings.resolve(settings(frozen)));
      own = frozen.recipe();
    } else {
      Spec.Method further = point.method();
      method = new RunRecord.Method(further.name(), info(further).title(), settings(point));
      own = further.recipe();
    }
    return new RunRecord.Base(
        method,
        Cell.task(dataset, 0),
        recipes.ofBase(spec, point, method, dataset, own),
        base instanceof Spec.Base.Continued);
  }

  private Map<String, Object> settings(Spec.Base.Frozen base) {
    Map<String, Object> chosen = new HashMap<>(scale.settings(base.method()));
    chosen.putAll(base.settings());
    return chosen;
  }

  private SortedMap<String, Object> settings(Point point) {
    Map<String, Object> chosen = new HashMap<>(scale.settings(point.method().name()));
    chosen.putAll(point.method().settings());
    point
        .axes()
        .forEach(
            (key, value) -> {
              if (key.owner().equals(point.method().name())) {
                chosen.put(key.name(), value);
              }
            });
    return info(point.method()).settings().resolve(chosen);
  }

  private SortedMap<String, Object> recipe(Spec spec, Point point) {
    return recipes.of(spec, point, settings(point), info(point.method()).trains());
  }

  private Optional<String> digest(Ingredient ingredient) throws IOException {
    Optional<String> known = digests.get(ingredient);
    if (known == null) {
      String name = ingredient.name();
      known =
          switch (ingredient.kind()) {
            case DATA -> vocabulary.datasets().digest(name);
            case METHOD -> vocabulary.methods().digest(name);
            case WEIGHTS -> vocabulary.models().digest(name);
          };
      digests.put(ingredient, known);
    }
    return known;
  }

  private List<Ingredient> missing(List<Cell> cells) {
    return cells.stream()
        .flatMap(cell -> cell.ingredients().stream())
        .filter(ingredient -> ingredient.kind() != Ingredient.Kind.METHOD)
        .distinct()
        .filter(ingredient -> digests.getOrDefault(ingredient, Optional.empty()).isEmpty())
        .toList();
  }
}
