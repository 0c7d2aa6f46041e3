package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.table.SpecResults;

/**
 * A setting with a number that the rows of a spec vary, as their records say it.
 *
 * @param name its name, e.g. {@code k}
 * @param series for each label without the setting, the row of each of its values
 * @param rest rows that do not have it, or have one value of it only
 */
record NumericSetting(
    String name, Map<String, SortedMap<Double, String>> series, List<String> rest) {

  /** Fewer values make no line. */
  private static final int FEWEST = 3;

  /**
   * A setting of a run.
   *
   * @param ofRecipe whether it is one of the recipe; else it is one of the method
   * @param name its name
   */
  private record Setting(boolean ofRecipe, String name) {}

  /** A setting of the runs of one method. */
  private record OfMethod(String method, Setting setting) {}

  /** A row with the settings that are the same in all its runs. */
  private record Row(String label, String method, Map<Setting, Object> settings) {}

  /**
   * The setting with the most values within one method; nothing where none has three, all else
   * equal.
   */
  static Optional<NumericSetting> of(SpecResults results) {
    List<Row> rows = results.rows().stream().flatMap(row -> row(results, row).stream()).toList();
    Map<OfMethod, Set<Double>> values = new HashMap<>();
    for (Row row : rows) {
      row.settings()
          .forEach(
              (setting, value) -> {
                if (value instanceof Number number) {
                  values
                      .computeIfAbsent(new OfMethod(row.method(), setting), k -> new TreeSet<>())
                      .add(number.doubleValue());
                }
              });
    }
    return values.entrySet().stream()
        .filter(e -> e.getValue().size() >= FEWEST)
        .max(
            Comparator.<Map.Entry<OfMethod, Set<Double>>>comparingInt(e -> e.getValue().size())
                // a setting of the method says more than one of the recipe
                .thenComparing(e -> !e.getKey().setting().ofRecipe())
                .thenComparing(e -> e.getKey().method(), Comparator.reverseOrder())
                .thenComparing(e -> e.getKey().setting().name(), Comparator.reverseOrder()))
        .map(e -> along(e.getKey().setting(), results.rows(), rows))
        .filter(s -> s.series().values().stream().anyMatch(line -> line.size() >= FEWEST));
  }

  private static Optional<Row> row(SpecResults results, String label) {
    List<RunRecord> runs =
        results.tasks().stream().flatMap(task -> results.records(label, task).stream()).toList();
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    Map<Setting, Object> common = settings(runs.get(0));
    runs.forEach(run -> common.entrySet().retainAll(settings(run).entrySet()));
    return Optional.of(new Row(label, runs.get(0).method().name(), common));
  }

  private static Map<Setting, Object> settings(RunRecord run) {
    Map<Setting, Object> settings = new HashMap<>();
    run.method().settings().forEach((name, value) -> settings.put(new Setting(false, name), value));
    run.recipe().forEach((name, value) -> settings.put(new Setting(true, name), value));
    return settings;
  }

  private static NumericSetting along(Setting setting, List<String> labels, List<Row> rows) {
    Map<String, SortedMap<Double, String>> series = new LinkedHashMap<>();
    Set<String> rest = new LinkedHashSet<>(labels);
    for (Row row : rows) {
      if (row.settings().get(setting) instanceof Number number) {
        String label = without(setting.name(), row.label());
        String before =
            series
                .computeIfAbsent(label, k -> new TreeMap<>())
                .putIfAbsent(number.doubleValue(), row.label());
        if (before == null) {
          rest.remove(row.label());
        }
      }
    }
    series
        .values()
        .removeIf(
            line -> {
              if (line.size() < 2) {
                rest.addAll(line.values());
              }
              return line.size() < 2;
            });
    return new NumericSetting(words(setting.name()), series, inOrder(labels, rest));
  }

  private static List<String> inOrder(List<String> labels, Set<String> some) {
    List<String> ordered = new ArrayList<>(labels);
    ordered.retainAll(some);
    return ordered;
  }

  /** {@code SDPT} of {@code SDPT (k = 10)} and of {@code SDPT, k = 10}. */
  static String without(String setting, String label) {
    String part = Pattern.quote(setting) + " = [-+0-9.eE]+";
    return label
        .replaceFirst("\\s*\\(" + part + "\\)", "")
        .replaceFirst("\\(" + part + ", ", "(")
        .replaceFirst(", " + part, "");
  }

  /** {@code learning rate} of {@code learningRate}. */
  private static String words(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
  }
}
