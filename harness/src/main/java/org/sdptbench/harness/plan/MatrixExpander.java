package org.sdptbench.harness.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.sdptbench.harness.spec.Axis;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.TaskNames;

/** Expands the matrix of a spec; the manual of the spec package says how. */
final class MatrixExpander {
  private final TaskNames tasks;
  private final BiPredicate<Spec.Method, String> concerns;

  /**
   * An expander.
   *
   * @param concerns whether an axis of settings concerns a method
   */
  MatrixExpander(TaskNames tasks, BiPredicate<Spec.Method, String> concerns) {
    this.tasks = tasks;
    this.concerns = concerns;
  }

  /** The points of product and zip, without repetition, tasks outermost and seeds innermost. */
  List<Point> expand(Spec spec) {
    List<List<Map<String, Object>>> dimensions = new ArrayList<>();
    for (Axis axis : spec.matrix().product()) {
      dimensions.add(steps(List.of(axis)));
    }
    spec.matrix().zip().forEach(group -> dimensions.add(steps(group)));
    return points(spec, product(dimensions));
  }

  /** The points of one entry of include. */
  List<Point> include(Spec spec, Map<String, Object> entry) {
    return points(spec, List.of(entry));
  }

  /** One map for each step of axes that step together. */
  private static List<Map<String, Object>> steps(List<Axis> axes) {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (int i = 0; i < axes.get(0).values().size(); i++) {
      Map<String, Object> step = new LinkedHashMap<>();
      for (Axis axis : axes) {
        step.put(axis.key(), axis.values().get(i));
      }
      steps.add(step);
    }
    return steps;
  }

  private static List<Map<String, Object>> product(List<List<Map<String, Object>>> dimensions) {
    List<Map<String, Object>> all = List.of(Map.of());
    for (List<Map<String, Object>> dimension : dimensions) {
      List<Map<String, Object>> next = new ArrayList<>();
      for (Map<String, Object> left : all) {
        for (Map<String, Object> right : dimension) {
          Map<String, Object> both = new LinkedHashMap<>(left);
          both.putAll(right);
          next.add(both);
        }
      }
      all = next;
    }
    return all;
  }

  /** Completes assignments with the axes that every spec has. */
  private List<Point> points(Spec spec, List<Map<String, Object>> assignments) {
    Set<String> datasets = new LinkedHashSet<>();
    Set<Point> points = new LinkedHashSet<>();
    for (Map<String, Object> assignment : assignments) {
      datasets.addAll(datasets(spec, assignment));
    }
    for (String dataset : datasets) {
      for (Spec.Method method : spec.methods()) {
        for (Map<String, Object> assignment : assignments) {
          if (datasets(spec, assignment).contains(dataset) && means(assignment, method)) {
            add(points, spec, dataset, method, assignment);
          }
        }
      }
    }
    return List.copyOf(points);
  }

  private void add(
      Set<Point> points,
      Spec spec,
      String dataset,
      Spec.Method method,
      Map<String, Object> assignment) {
    Map<String, Object> axes = new LinkedHashMap<>();
    assignment.forEach(
        (key, value) -> {
          if (key.contains(".") && concerns.test(method, key)) {
            axes.put(key, value);
          }
        });
    for (Object shots : values(assignment, "shots", spec.shots())) {
      for (Object seed : values(assignment, "seed", spec.seeds())) {
        points.add(new Point(method, dataset, (Long) shots, (Long) seed, axes));
      }
    }
  }

  private List<String> datasets(Spec spec, Map<String, Object> assignment) {
    return values(assignment, "task", spec.tasks()).stream()
        .flatMap(task -> tasks.resolve(task.toString()).stream())
        .distinct()
        .toList();
  }

  private static boolean means(Map<String, Object> assignment, Spec.Method method) {
    Object wanted = assignment.get("method");
    return wanted == null || method.isCalled(wanted.toString());
  }

  private static List<?> values(Map<String, Object> assignment, String key, List<?> otherwise) {
    Object value = assignment.get(key);
    return value == null ? otherwise : List.of(value);
  }
}
