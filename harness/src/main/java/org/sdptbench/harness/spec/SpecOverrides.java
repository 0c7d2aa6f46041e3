package org.sdptbench.harness.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the command line changes in specs.
 *
 * @param quick whether only the small slice of each spec runs
 * @param seeds {@code --seeds}, as {@link Seeds} reads it; empty leaves the spec's
 * @param methods {@code --methods}: names or labels; none leaves the spec's
 * @param tasks {@code --tasks}: roles, suites or data sets; none leaves the spec's
 * @param settings {@code --set}: each {@code axis=value} or {@code axis=value,value}
 */
public record SpecOverrides(
    boolean quick,
    Optional<String> seeds,
    List<String> methods,
    List<String> tasks,
    List<String> settings) {
  /** Most points of a matrix, far above any experiment. */
  private static final int MAX_POINTS = 1_000_000;

  /** Nothing is changed. */
  public static final SpecOverrides NONE =
      new SpecOverrides(false, Optional.empty(), List.of(), List.of());

  /** Without a choice of tasks. */
  public SpecOverrides(
      boolean quick, Optional<String> seeds, List<String> methods, List<String> settings) {
    this(quick, seeds, methods, List.of(), settings);
  }

  /** Defensive copies. */
  public SpecOverrides {
    methods = List.copyOf(methods);
    tasks = List.copyOf(tasks);
    settings = List.copyOf(settings);
  }

  /**
   * The specs as the command line wants them. A method or an axis must exist in at least one spec;
   * a spec without any of the methods or tasks asked for drops out. What is set must be used by
   * something.
   *
   * @throws InvalidInputException with all mistakes
   */
  public List<Spec> apply(List<Spec> specs, Vocabulary vocabulary, Scale scale)
      throws InvalidInputException {
    Problems problems = new Problems();
    List<Spec.Method> all = specs.stream().flatMap(s -> s.methods().stream()).toList();
    Optional<List<Long>> newSeeds = parseSeeds(problems);
    List<String> wanted = wanted(all);
    checkMethods(wanted, all, problems);
    List<Axis> axes = parseSettings(axes(vocabulary, scale, all), problems);
    TaskNames names = new TaskNames(scale.tasks(), vocabulary.datasets());
    Set<String> datasets = datasets(names, problems);
    problems.throwIfAny();
    List<Spec> result = new ArrayList<>();
    for (Spec spec : specs) {
      Spec changed = quick ? quick(spec) : spec;
      List<String> left =
          tasks.isEmpty() ? changed.tasks() : names.within(changed.tasks(), datasets);
      if (left.isEmpty()) {
        continue;
      }
      changed = changed.withTasks(left);
      List<Spec.Method> kept =
          wanted.isEmpty() ? changed.methods() : select(spec.methods(), wanted);
      if (!kept.isEmpty()) {
        result.add(
            with(changed, kept, newSeeds.orElse(changed.seeds()), override(changed, kept, axes)));
      }
    }
    checkUsed(result, axes, vocabulary, problems);
    result.forEach(spec -> checkSize(spec, problems));
    problems.throwIfAny();
    return result;
  }

  /** Before any point is made. */
  private static void checkSize(Spec spec, Problems problems) {
    double points =
        (double) spec.methods().size()
            * spec.tasks().size()
            * spec.shots().size()
            * spec.seeds().size();
    for (Axis axis : spec.matrix().product()) {
      points *= axis.values().size();
    }
    for (List<Axis> group : spec.matrix().zip()) {
      points *= group.get(0).values().size();
    }
    if (points > MAX_POINTS) {
      problems.add(
          Problem.of(
              Location.argument("spec " + spec.name()),
              String.format(
                  Locale.ROOT,
                  "its matrix has %.3g points (methods x tasks x shots x seeds x axes)",
                  points),
              "at most %s".formatted(MAX_POINTS)));
    }
  }

  /** The data sets that are asked for. */
  private Set<String> datasets(TaskNames names, Problems problems) {
    Set<String> datasets = new LinkedHashSet<>();
    for (String task : tasks) {
      List<String> found = names.resolve(task);
      if (found.isEmpty()) {
        problems.add(Problem.unknown(Location.argument("--tasks"), "task", task, names.names()));
      }
      datasets.addAll(found);
    }
    return datasets;
  }

  /** What is asked for. A label may have commas, at which the command line was split. */
  private List<String> wanted(List<Spec.Method> all) {
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      String one = methods.get(i);
      int last = i;
      String longer = one;
      for (int j = i + 1; j < methods.size(); j++) {
        longer += "," + methods.get(j);
        String label = longer;
        if (all.stream().anyMatch(method -> method.isCalled(label))) {
          one = label;
          last = j;
        }
      }
      wanted.add(one);
      i = last;
    }
    return wanted;
  }

  /** The axes of specs with these methods. */
  static SpecAxes axes(Vocabulary vocabulary, Scale scale, List<Spec.Method> methods) {
    Set<String> names = new LinkedHashSet<>();
    methods.forEach(m -> names.add(m.name()));
    List<String> called = new ArrayList<>(names);
    methods.forEach(m -> called.add(m.label()));
    return new SpecAxes(
        vocabulary, new TaskNames(scale.tasks(), vocabulary.datasets()), names, called);
  }

  private Optional<List<Long>> parseSeeds(Problems problems) {
    Optional<List<Long>> parsed = seeds.flatMap(Seeds::parse);
    if (seeds.isPresent() && parsed.isEmpty()) {
      problems.add(
          Problem.of(
              Location.argument("--seeds"), "found '%s'".formatted(seeds.get()), Seeds.ALLOWED));
    }
    return parsed;
  }

  private static void checkMethods(List<String> names, List<Spec.Method> all, Problems problems) {
    for (String wanted : names) {
      if (all.stream().noneMatch(m -> m.isCalled(wanted))) {
        Set<String> allowed = new LinkedHashSet<>();
        all.forEach(m -> allowed.add(m.name()));
        all.forEach(m -> allowed.add(m.label()));
        problems.add(Problem.unknown(Location.argument("--methods"), "method", wanted, allowed));
      }
    }
  }

  private List<Axis> parseSettings(SpecAxes axes, Problems problems) {
    Map<AxisKey, Axis> result = new LinkedHashMap<>();
    for (String setting : settings) {
      Location where = Location.argument("--set " + setting);
      int equals = setting.indexOf('=');
      if (equals < 1) {
        problems.add(Problem.of(where, "not of the form KEY=VALUE"));
        continue;
      }
      axes.key(where, setting.substring(0, equals).strip(), problems)
          .ifPresent(
              key -> {
                List<Object> values = new ArrayList<>();
                for (String value : setting.substring(equals + 1).split(",", -1)) {
                  parse(axes, where, key, value.strip(), problems).ifPresent(values::add);
                }
                if (result.put(key, new Axis(key, values)) != null) {
                  problems.add(Problem.of(where, "'%s' is set twice".formatted(key)));
                }
              });
    }
    return List.copyOf(result.values());
  }

  private static Optional<Object> parse(
      SpecAxes axes, Location where, AxisKey key, String value, Problems problems) {
    Optional<String> ambiguity = PlainScalar.ambiguity(value);
    ambiguity.ifPresent(what -> problems.add(Problem.of(where, what, PlainScalar.ALLOWED)));
    return ambiguity.isPresent() ? Optional.empty() : axes.parse(where, key, value, problems);
  }

  /**
   * A setting that no method of the specs has, or that only methods have that do not run here,
   * would be on record as in force and change nothing.
   */
  private static void checkUsed(
      List<Spec> specs, List<Axis> axes, Vocabulary vocabulary, Problems problems) {
    List<Spec.Method> run = specs.stream().flatMap(spec -> spec.methods().stream()).toList();
    for (Axis axis : axes) {
      if (run.stream().noneMatch(method -> uses(method, axis.key(), vocabulary))) {
        problems.add(
            Problem.of(
                Location.argument("--set " + axis.key()),
                "nothing that runs here uses it",
                "settings of " + names(run)));
      }
    }
  }

  private static boolean uses(Spec.Method method, AxisKey key, Vocabulary vocabulary) {
    boolean trains = vocabulary.methods().find(method.name()).orElseThrow().trains();
    if (key instanceof AxisKey.OfSetting of) {
      return of.isOfRecipe()
          ? trains || vocabulary.recipe().evaluation().find(of.name()).isPresent()
          : of.owner().equals(method.name());
    }
    return trains || key != AxisKey.Common.SHOTS;
  }

  private static String names(List<Spec.Method> methods) {
    return String.join(", ", methods.stream().map(Spec.Method::name).distinct().toList());
  }

  private static List<Spec.Method> select(List<Spec.Method> from, List<String> wanted) {
    return from.stream().filter(m -> wanted.stream().anyMatch(m::isCalled)).toList();
  }

  private static Spec quick(Spec spec) {
    Spec.Quick q = spec.quick();
    Map<String, Object> recipe = new LinkedHashMap<>(spec.recipe());
    recipe.putAll(q.recipe());
    List<Spec.Method> methods =
        q.methods().isEmpty()
            ? spec.methods()
            : spec.methods().stream()
                .filter(m -> q.methods().stream().anyMatch(m::isCalled))
                .toList();
    return new Spec(
        spec.name(),
        spec.title(),
        spec.question(),
        spec.reproduces(),
        spec.model(),
        q.tasks().isEmpty() ? spec.tasks() : q.tasks(),
        spec.alsoTestedOn(),
        methods,
        q.shots().isEmpty() ? spec.shots() : q.shots(),
        q.seeds().isEmpty() ? spec.seeds().subList(0, 1) : q.seeds(),
        recipe,
        spec.matrix(),
        q,
        spec.report());
  }

  /** Puts axes in place of those of the same name, and drops axes of methods that do not run. */
  private static Spec.Matrix override(Spec spec, List<Spec.Method> methods, List<Axis> axes) {
    Spec.Matrix matrix = spec.matrix();
    List<AxisKey> replaced = axes.stream().map(Axis::key).toList();
    List<Axis> product = new ArrayList<>(without(matrix.product(), replaced));
    axes.stream().filter(a -> concerns(a, methods)).forEach(product::add);
    return new Spec.Matrix(
        product,
        matrix.zip().stream()
            .map(group -> without(group, replaced))
            .filter(group -> !group.isEmpty())
            .toList(),
        matrix.exclude(),
        matrix.include());
  }

  private static boolean concerns(Axis axis, List<Spec.Method> methods) {
    return !(axis.key() instanceof AxisKey.OfSetting of)
        || of.isOfRecipe()
        || methods.stream().anyMatch(method -> method.name().equals(of.owner()));
  }

  private static List<Axis> without(List<Axis> axes, List<AxisKey> keys) {
    return axes.stream().filter(a -> !keys.contains(a.key())).toList();
  }

  private static Spec with(
      Spec spec, List<Spec.Method> methods, List<Long> seeds, Spec.Matrix matrix) {
    return new Spec(
        spec.name(),
        spec.title(),
        spec.question(),
        spec.reproduces(),
        spec.model(),
        spec.tasks(),
        spec.alsoTestedOn(),
        methods,
        spec.shots(),
        seeds,
        spec.recipe(),
        matrix,
        spec.quick(),
        spec.report());
  }
}
