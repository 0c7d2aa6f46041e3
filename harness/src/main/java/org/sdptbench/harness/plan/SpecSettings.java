package org.sdptbench.harness.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.spec.AxisKey.OfSetting;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.TaskNames;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.record.RunRecord;

/**
 * The settings of the points of one spec. They are resolved once for all points that differ in
 * shots and seed only.
 */
final class SpecSettings {
  private final Spec spec;
  private final Scale scale;
  private final TaskNames tasks;
  private final Vocabulary vocabulary;
  private final Recipes recipes;
  private final Map<Setup, Resolved> resolved = new HashMap<>();

  /** What of a point its settings follow from: all but shots and seed. */
  record Setup(Spec.Method method, String dataset, Map<OfSetting, Object> axes) {
    Setup(Point point) {
      this(point.method(), point.dataset(), point.axes());
    }
  }

  /**
   * Everything in force at a point.
   *
   * @param method the method with every setting
   * @param recipe every setting of the recipe
   * @param base what is trained first; null if nothing is
   */
  record Resolved(
      RunRecord.Method method, SortedMap<String, Object> recipe, RunRecord.@Nullable Base base) {}

  SpecSettings(Spec spec, Scale scale, Vocabulary vocabulary, TaskNames tasks) {
    this.spec = spec;
    this.scale = scale;
    this.tasks = tasks;
    this.vocabulary = vocabulary;
    this.recipes = new Recipes(scale, tasks, vocabulary.recipe());
  }

  /** What is in force at a point of the spec. */
  Resolved of(Point point) {
    return resolved.computeIfAbsent(new Setup(point), setup -> resolve(point));
  }

  private Resolved resolve(Point point) {
    String name = point.method().name();
    RunRecord.Method method = new RunRecord.Method(name, point.label(), settings(point));
    return new Resolved(
        method,
        recipes.of(spec, point, method.settings(), info(name).trains()),
        point.method().base().map(base -> base(point, method, base)).orElse(null));
  }

  private SortedMap<String, Object> settings(Point point) {
    String name = point.method().name();
    Map<String, Object> chosen = new HashMap<>(scale.settings(name));
    chosen.putAll(point.method().settings());
    point
        .axes()
        .forEach(
            (key, value) -> {
              if (key.owner().equals(name)) {
                chosen.put(key.name(), value);
              }
            });
    return info(name).settings().resolve(chosen);
  }

  private RunRecord.Base base(Point point, RunRecord.Method own, Spec.Base base) {
    String dataset = tasks.resolve(base.task()).get(0);
    RunRecord.Method method;
    Map<String, Object> recipe;
    if (base instanceof Spec.Base.Frozen frozen) {
      Map<String, Object> chosen = new HashMap<>(scale.settings(frozen.method()));
      chosen.putAll(frozen.settings());
      method =
          new RunRecord.Method(
              frozen.method(), frozen.title(), info(frozen.method()).settings().resolve(chosen));
      recipe = frozen.recipe();
    } else {
      method = new RunRecord.Method(own.name(), info(own.name()).title(), own.settings());
      recipe = point.method().recipe();
    }
    return new RunRecord.Base(
        method,
        Cell.task(dataset, 0),
        recipes.ofBase(spec, point, method, dataset, recipe),
        base instanceof Spec.Base.Continued);
  }

  private MethodInfo info(String method) {
    return vocabulary.methods().find(method).orElseThrow();
  }
}
