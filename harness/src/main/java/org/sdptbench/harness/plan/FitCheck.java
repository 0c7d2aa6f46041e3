package org.sdptbench.harness.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.Spec;

/**
 * Whether the settings of points fit their model, all settings of a point together. A method builds
 * the layout of the whole model to answer, so it is asked once for all points that differ in other
 * things.
 */
final class FitCheck {
  private record Question(String method, String model, Map<String, Object> settings) {}

  private final Map<Question, Optional<String>> answers = new HashMap<>();
  private final Problems problems;

  /** A check that adds what it finds to these problems. */
  FitCheck(Problems problems) {
    this.problems = problems;
  }

  /**
   * Checks one point.
   *
   * @param model name of the model
   * @param settings every setting in force
   */
  void check(
      Spec spec, Point point, MethodInfo method, String model, Map<String, Object> settings) {
    answers
        .computeIfAbsent(
            new Question(method.name(), model, settings),
            question -> method.fit().problem(model, settings))
        .ifPresent(
            reason ->
                problems.add(
                    Problem.of(
                        Location.argument("spec %s, %s".formatted(spec.name(), point.label())),
                        "%s: %s".formatted(method.name(), reason))));
  }
}
