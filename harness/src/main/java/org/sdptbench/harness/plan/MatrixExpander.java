package org.sdptbench.harness.plan;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.sdptbench.harness.spec.Axis;
import org.sdptbench.harness.spec.AxisKey;
import org.sdptbench.harness.spec.AxisKey.Common;
import org.sdptbench.harness.spec.AxisKey.OfSetting;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.TaskNames;

/** Expands the matrix of a spec; the manual of the spec package says how. */
final class MatrixExpander {
  private final TaskNames tasks;
  private final BiPredicate<Spec.Method, OfSetting> concerns;

  /**
   * An expander.
   *
   * @param concerns whether an axis of settings concerns a method
   */
  MatrixExpander(TaskNames tasks, BiPredicate<Spec.Method, OfSetting> concerns) {
    this.tasks = tasks;
    this.concerns = concerns;
  }

  /** The points of product and zip, without repetition, tasks outermost and seeds innermost. */
  List<Point> expand(Spec spec) {
    List<List<Map<AxisKey, Object>>> dimensions = new ArrayList<>();
    for (Axis axis : spec.matrix().product()) {
      dimensions.add(steps(List.of(axis)));
    }
    spec.matrix().zip().forEach(group -> dimensions.add(steps(group)));
    return points(spec, product(dimensions));
  }

  /** The points of one entry of include. */
  List<Point> include(Spec spec, Map<AxisKey, Object> entry) {
    return points(spec, List.of(entry));
  }

  /** One map for each step of axes that step together. */
  private static List<Map<AxisKey, Object>> steps(List<Axis> axes) {
    List<Map<AxisKey, Object>> steps = new ArrayList<>();
    for (int i = 0; i < axes.get(0).values().size(); i++) {
      Map<AxisKey, Object> step = new LinkedHashMap<>();
      for (Axis axis : axes) {
        step.put(axis.key(), axis.values().get(i));
      }
      steps.add(step);
    }
    return steps;
  }

  private static List<Map<AxisKey, Object>> product(List<List<Map<AxisKey, Object>>> dimensions) {
    List<Map<AxisKey, Object>> all = List.of(Map.of());
    for (List<Map<AxisKey, Object>> dimension : dimensions) {
      List<Map<AxisKey, Object>> next = new ArrayList<>();
      for (Map<AxisKey, Object> left : all) {
        for (Map<AxisKey, Object> right : dimension) {
          Map<AxisKey, Object> both = new LinkedHashMap<>(left);
          both.putAll(right);
          next.add(both);
        }
      }
      all = next;
    }
    return all;
  }

  /** Completes assignments with the axes that every spec has. */
  private List<Point> points(Spec spec, List<Map<AxisKey, Object>> assignments) {
    Map<String, List<Map<AxisKey, Object>>> byDataset = new LinkedHashMap<>();
    for (Map<AxisKey, Object> assignment : assignments) {
      for (String dataset : datasets(spec, assignment)) {
        byDataset.computeIfAbsent(dataset, name -> new ArrayList<>()).add(assignment);
      }
    }
    Set<Point> points = new LinkedHashSet<>();
    byDataset.forEach(
        (dataset, assigned) -> {
          for (Spec.Method method : spec.methods()) {
            for (Map<AxisKey, Object> assignment : assigned) {
              if (means(assignment, method)) {
                add(points, spec, dataset, method, assignment);
              }
            }
          }
        });
    return List.copyOf(points);
  }

  private void add(
      Set<Point> points,
      Spec spec,
      String dataset,
      Spec.Method method,
      Map<AxisKey, Object> assignment) {
    Map<OfSetting, Object> axes = new LinkedHashMap<>();
    assignment.forEach(
        (key, value) -> {
          if (key instanceof OfSetting of && concerns.test(method, of)) {
            axes.put(of, value);
          }
        });
    for (Object shots : values(assignment, Common.SHOTS, spec.shots())) {
      for (Object seed : values(assignment, Common.SEED, spec.seeds())) {
        points.add(new Point(method, dataset, (Long) shots, (Long) seed, axes));
      }
    }
  }

  private List<String> datasets(Spec spec, Map<AxisKey, Object> assignment) {
    return values(assignment, Common.TASK, spec.tasks()).stream()
        .flatMap(task -> tasks.resolve(task.toString()).stream())
        .distinct()
        .toList();
  }

  private static boolean means(Map<AxisKey, Object> assignment, Spec.Method method) {
    Object wanted = assignment.get(Common.METHOD);
    return wanted == null || method.isCalled(wanted.toString());
  }

  private static List<?> values(Map<AxisKey, Object> assignment, Common key, List<?> otherwise) {
    Object value = assignment.get(key);
    return value == null ? otherwise : List.of(value);
  }
}
