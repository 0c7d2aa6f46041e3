package org.sdptbench.reports.chart;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.SpecResults.Suite;

/** The words of figures, which all of them share. */
final class FigureText {

  /** File systems allow 255 letters for a name. */
  private static final int LONGEST_PART = 60;

  private FigureText() {}

  /** {@code AP (points)}. */
  static String points(String metric) {
    return metric + " (points)";
  }

  /** {@code AP (points) on picto-odinw13, mean of 13 tasks}. */
  static String average(Suite suite, String metric) {
    int tasks = suite.tasks().size();
    return "%s on %s%s"
        .formatted(
            points(metric), suite.label(), tasks > 1 ? ", mean of %s tasks".formatted(tasks) : "");
  }

  /** Name of a figure's files. */
  static String fileName(SpecResults results, String kind, String... rest) {
    StringBuilder name = new StringBuilder(results.spec().name()).append('-').append(kind);
    for (String part : rest) {
      String safe = part.replaceAll("[^A-Za-z0-9_-]", "_");
      name.append('-').append(safe, 0, Math.min(safe.length(), LONGEST_PART));
    }
    return name.toString();
  }

  /**
   * A sentence on what has no value, by reason; empty if all have one or were not planned, else it
   * begins with a space.
   */
  static String without(Map<String, Cell> cells) {
    Map<State, List<String>> byState =
        cells.entrySet().stream()
            .filter(e -> !List.of(State.VALUE, State.NOT_PLANNED).contains(e.getValue().state()))
            .collect(
                Collectors.groupingBy(
                    e -> e.getValue().state(),
                    () -> new EnumMap<>(State.class),
                    Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
    return byState.isEmpty()
        ? ""
        : byState.entrySet().stream()
            .map(
                e ->
                    "%s (%s)"
                        .formatted(
                            String.join(", ", Objects.requireNonNull(e.getValue())),
                            e.getKey().text()))
            .collect(Collectors.joining("; ", " Without a value: ", "."));
  }
}
